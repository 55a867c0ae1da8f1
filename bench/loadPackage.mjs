/*
 * Loads an installed community package as n8n does at its start, and prints the milliseconds.
 * Modules that n8n has already loaded by then (n8n-core, n8n-workflow, luxon) are loaded before the
 * clock starts.
 *
 * NODE_PATH=<n8n's node_modules> node bench/loadPackage.mjs <n8n's start script> <package folder>
 */
import { createRequire } from 'node:module';

const [n8nBin, folder] = process.argv.slice(2);
const require = createRequire(n8nBin);
require('reflect-metadata');
require('n8n-workflow');
require('luxon');
const { PackageDirectoryLoader } = require('n8n-core');
const started = performance.now();
await new PackageDirectoryLoader(folder).loadAll();
console.log(performance.now() - started);
process.exit(0);
