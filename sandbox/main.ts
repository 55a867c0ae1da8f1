/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- development tool, never packed */
import { parseArgs } from 'node:util';
import { startSandbox, type SandboxOptions } from './index';

const HELP = `Plays PayTR and Payfull on this machine, for development.

  --port <n>          port to listen on (default 8787, 0 for any free one)
  --host <address>    address to listen on (default 127.0.0.1)
  --state-file <file> keep the state in this file, and start from it
  --latency <ms>      every provider answer comes this much later
  --help              this text`;

function wholeNumber(name: string, value: string): number {
	if (!/^\d{1,9}$/.test(value)) throw new Error(`--${name} takes a whole number, not "${value}"`);
	return Number(value);
}

/** The options of a command line. Undefined if help was requested. */
function readOptions(args: string[]): SandboxOptions | undefined {
	const { values } = parseArgs({
		args,
		options: {
			port: { type: 'string', default: '8787' },
			host: { type: 'string', default: '127.0.0.1' },
			'state-file': { type: 'string' },
			latency: { type: 'string', default: '0' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return undefined;
	return {
		port: wholeNumber('port', values.port),
		host: values.host,
		latencyMs: wholeNumber('latency', values.latency),
		...(values['state-file'] === undefined ? {} : { stateFile: values['state-file'] }),
	};
}

async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2));
	if (!options) {
		console.log(HELP);
		return;
	}
	const sandbox = await startSandbox(options);
	const { paytr, payfull } = sandbox.credentials;
	console.log(`Inbox               ${sandbox.url}/

PayTR base URL      ${sandbox.url}
  merchant ID       ${paytr.merchantId}
  merchant key      ${paytr.merchantKey}
  merchant salt     ${paytr.merchantSalt}

Payfull API URL     ${sandbox.url}/integration/api/v1
  merchant          ${payfull.merchant}
  password          ${payfull.password}

State as JSON       ${sandbox.url}/_sandbox/state
Ctrl-C ends it.`);
	const end = () => {
		// A second Ctrl-C ends the process at once.
		process.removeAllListeners('SIGINT').removeAllListeners('SIGTERM');
		void sandbox.close();
	};
	process.once('SIGINT', end).once('SIGTERM', end);
}

main().catch((error: NodeJS.ErrnoException) => {
	console.error(
		error.code === 'EADDRINUSE'
			? 'That port is taken: end what listens there, or choose another with --port.'
			: error.message,
	);
	process.exitCode = 1;
});
