/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test of a development tool */
import { PassThrough } from 'node:stream';
import { terminal } from '../../../scripts/liveCheck/terminal';

const DOWN = '\u001b[B';

/** A terminal that presses keys as soon as its screen shows a given text, step by step. */
function screen(...turns: Array<[text: string, keys: string]>) {
	const input = new PassThrough();
	const output = new PassThrough();
	const left = [...turns];
	let shown = '';
	output.on('data', (chunk: Buffer) => {
		shown += chunk.toString();
		const [text, keys] = left[0] ?? [];
		if (text === undefined || !shown.includes(text)) return;
		left.shift();
		// The prompt listens only after it has drawn itself.
		setImmediate(() => input.write(keys));
	});
	return { asker: terminal({ input, output }), shown: () => shown };
}

describe('the terminal', () => {
	it('never shows a secret, not even while it is typed', async () => {
		const { asker, shown } = screen(['Merchant Key:', 'Gizli-123\n']);
		expect(await asker.secret('merchantKey', 'Merchant Key:')).toBe('Gizli-123');
		expect(shown()).not.toMatch(/Gizli|123/);
	});

	it.each([
		['\n', false],
		['y\n', true],
		['n\n', false],
	])('reads %j as yes or no: %s', async (keys, yes) => {
		expect(await screen(['Send?', keys]).asker.yes('sms', 'Send?')).toBe(yes);
	});

	it('asks again after an invalid answer', async () => {
		const { asker } = screen(['Merchant ID:', '123\n'], ['Six digits.', '456\n']);
		const check = (value: string) => value === '123456' || 'Six digits.';
		expect(await asker.text('id', 'Merchant ID:', { check })).toBe('123456');
	});

	it('offers a list of choices', async () => {
		const choices = { minor: '150,00', major: '15.000,00' };
		const { asker } = screen(['15.000,00', `${DOWN}\n`]);
		expect(await asker.choose('unit', 'Which?', choices)).toBe('major');
	});

	it('throws at Ctrl-C', async () => {
		const { asker } = screen(['Send?', '\u0003']);
		await expect(asker.yes('sms', 'Send?')).rejects.toMatchObject({ name: 'ExitPromptError' });
	});
});
