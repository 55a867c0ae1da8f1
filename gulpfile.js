const { existsSync, readdirSync, rmSync } = require('node:fs');
const { src, dest, series } = require('gulp');
const { Transform } = require('node:stream');
const { repository } = require('./package.json');

/** What tsc once wrote for a source that is gone would be packed with the rest. */
async function leftovers() {
	for (const folder of ['nodes', 'credentials']) {
		for (const file of readdirSync(`dist/${folder}`, { recursive: true })) {
			const source = `${folder}/${file.replace(/\.js(\.map)?$/, '.ts')}`;
			if (/\.js(\.map)?$/.test(file) && !existsSync(source)) rmSync(`dist/${folder}/${file}`);
		}
	}
}

/** The asset half of the build: what tsc leaves behind but n8n reads at run time. */
function assets() {
	return src(['icons/*.svg', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));
}

/** Links into the repository: package.json alone says where it is. */
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
