const { src, dest, series } = require('gulp');
const { Transform } = require('node:stream');
const { repository } = require('./package.json');

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

exports.build = series(assets, links);
