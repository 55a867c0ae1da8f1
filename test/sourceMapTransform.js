const { readFileSync, existsSync } = require('node:fs');

/** Hands jest the source map that tsc wrote beside a built file, so that coverage names the .ts. */
module.exports = {
	process(code, file) {
		const map = `${file}.map`;
		return { code, map: existsSync(map) ? JSON.parse(readFileSync(map, 'utf8')) : null };
	},
};
