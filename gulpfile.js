const { existsSync, readdirSync, rmSync } = require('node:fs');
const { src, dest, series } = require('gulp');
const { Transform } = require('node:stream');
const { repository } = require('./package.json');

/**
 * Removes what tsc wrote for sources that no longer exist. Otherwise the package would contain it.
 */
async function leftovers() {
	for (const folder of ['nodes', 'credentials']) {
		for (const file of readdirSync(`dist/${folder}`, { recursive: true })) {
			const source = `${folder}/${file.replace(/\.js(\.map)?$/, '.ts')}`;
			if (/\.js(\.map)?$/.test(file) && !existsSync(source)) rmSync(`dist/${folder}/${file}`);
		}
	}
}

/** Copies files that tsc doesn't copy but n8n reads at run time. */
function assets() {
	return src(['icons/*.svg', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));
}

/** Inserts the repository's address from package.json into links. */
function links() {
	const address = repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
	const replaced = new Transform({
		objectMode: true,
		transform(file, _encoding, done) {
			const text = file.contents.toString();
			const linked = text.replaceAll('https://github.com/OWNER/REPOSITORY', address);
			file.contents = Buffer.from(linked);
			done(null, linked === text ? undefined : file);
		},
	});
	return src(['dist/credentials/*.credentials.js', 'dist/nodes/*/*.node.json'])
		.pipe(replaced)
		.pipe(dest((file) => file.base));
}

exports.build = series(leftovers, assets, links);
