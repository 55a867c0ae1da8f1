/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- a test, never packed */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { SANDBOX_CREDENTIALS } from '../../../sandbox';
import { withSandbox } from './client';
import { useFolder } from './folder';

const ENTRY = join(__dirname, '../../../sandbox/main.ts');
const file = useFolder();

/** Bundles the sandbox into one file. Each of the five starts is then a second faster. */
beforeAll(() => {
	const outfile = file('main.js');
	buildSync({ entryPoints: [ENTRY], bundle: true, platform: 'node', outfile });
});

/** Runs the command. `atStart` gets the first output and returns the signal that ends it. */
async function run(args: string[], atStart?: (output: string) => Promise<NodeJS.Signals>) {
	const child = spawn(process.execPath, [file('main.js'), ...args]);
	const ended = once(child, 'close');
	let output = '';
	let errors = '';
	child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
	try {
		for await (const chunk of child.stdout.setEncoding('utf8')) {
			output += String(chunk);
			if (output.includes('Ctrl-C') && !child.killed) child.kill(await atStart?.(output));
		}
	} finally {
		child.kill('SIGKILL');
	}
	const [code] = await ended;
	return { code, output, errors };
}

describe('the sandbox command', () => {
	it.each<NodeJS.Signals>(['SIGINT', 'SIGTERM'])(
		'prints its address and ends cleanly on %s',
		async (signal) => {
			const { code, output, errors } = await run(['--port', '0'], async (text) => {
				const url = /PayTR base URL\s+(\S+)/.exec(text)?.[1];
				const response = await fetch(`${url}/_sandbox/state`);
				expect(await response.json()).toMatchObject({ messages: [] });
				return signal;
			});
			expect({ code, errors }).toEqual({ code: 0, errors: '' });
			for (const value of [
				...Object.values(SANDBOX_CREDENTIALS.paytr),
				...Object.values(SANDBOX_CREDENTIALS.payfull),
				'/integration/api/v1',
			]) {
				expect(output).toContain(value);
			}
		},
		20_000,
	);

	it('reports that the port is taken', async () => {
		await withSandbox({}, async ({ url }) => {
			const { code, errors } = await run(['--port', new URL(url).port]);
			expect(code).toBe(1);
			expect(errors).toBe(
				'That port is taken: end what listens there, or choose another with --port.\n',
			);
		});
	}, 20_000);

	it('prints its help', async () => {
		const help = await run(['--help']);
		expect(help.code).toBe(0);
		expect(help.output).toContain('--state-file <file>');
		const wrong = await run(['--port', '80a']);
		expect(wrong.code).toBe(1);
		expect(wrong.errors).toBe('--port takes a whole number, not "80a"\n');
	}, 20_000);
});
