const { src, dest } = require('gulp');

/** The asset half of the build: what tsc leaves behind but n8n reads at run time. */
function assets() {
	return src(['icons/*.svg', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));
}

exports.build = assets;
