import { STOPPED, welcome } from '../../../scripts/lib/welcome';

const shown = welcome({
	n8nUrl: 'http://localhost:65535',
	owner: { email: 'owner@example.com', password: 'A1'.repeat(10) },
	sandboxUrl: 'http://127.0.0.1:65535',
	seconds: 1234,
});

it('fits a terminal of 80 columns', () => {
	const tooWide = shown.split('\n').filter((line) => [...line].length > 80);
	expect(tooWide).toEqual([]);
	expect(shown).not.toContain('\u001b');
});

it.each([
	['the editor', 'http://localhost:65535'],
	['the account', 'owner@example.com'],
	['the password', 'A1A1A1A1A1A1A1A1A1A1'],
	['the inbox', 'http://127.0.0.1:65535'],
	['the Turkish guide', 'docs/kilavuz.tr.md'],
	['the first workflow', '1. Start here'],
	['how to stop', 'Ctrl-C'],
])('names %s', (_, text) => {
	expect(shown).toContain(text);
});

it('prints curl commands to copy, with a JSON body', () => {
	const bodies = [...shown.matchAll(/--json '([^']+)'/g)].map(([, body]) => body);
	expect(bodies).toHaveLength(2);
	for (const body of bodies) {
		expect(JSON.parse(body.replace(/\n\s+/g, ''))).toMatchObject({ phone: '0532 123 45 67' });
	}
});

it('ends with the next steps', () => {
	expect(STOPPED).toBe('Stopped. `npm start` continues where you left off.');
});
