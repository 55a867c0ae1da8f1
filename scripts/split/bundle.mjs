/*
 * The last step of a split package's build: all its code in one file, minified, with what n8n loads
 * by name (nodes and credentials) pointing at it. The modules that tsc wrote stay beside it for the
 * tests; package.json's `files` leaves them out.
 */
import { minify } from '@swc/core';
import { build } from 'esbuild';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, relative } from 'node:path';

const { name, n8n } = JSON.parse(readFileSync('package.json', 'utf8'));
const entries = [...n8n.nodes, ...n8n.credentials];
const bundle = `dist/nodes/${name.replace('n8n-nodes-', '')}.js`;

const exported = entries.map((file) => {
	const className = basename(file).split('.')[0];
	return `export { ${className} } from './${file.replace(/^dist\//, '').replace(/\.js$/, '')}';`;
});
const { outputFiles } = await build({
	stdin: { contents: exported.join('\n'), resolveDir: '.', loader: 'ts' },
	bundle: true,
	write: false,
	platform: 'node',
	format: 'cjs',
	target: 'es2022',
	packages: 'external',
	charset: 'utf8',
	legalComments: 'none',
});
const { code } = await minify(outputFiles[0].text, {
	module: false,
	ecma: 2022,
	compress: { passes: 3, toplevel: true },
	mangle: { toplevel: true },
});
writeFileSync(bundle, `${code}\n`);
for (const file of entries) {
	writeFileSync(file, `module.exports = require('${relative(dirname(file), bundle)}');\n`);
	rmSync(`${file}.map`, { force: true });
}
