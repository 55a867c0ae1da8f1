import { CONTINUE, EMAIL_AND_SMS, engineOn, PAYTR, row, SUBJECTS } from './support/providers';
import { useSandbox } from './support/sandbox';

const sandbox = useSandbox();

const EMPTY = { row_number: 3, link: '', phone: ' ', email: null };

const emptyRow = (provider: string) => ({
	error: 'This row is empty',
	howToFix: 'Delete it from the sheet, or drop empty rows with a Filter node.',
	details: { outcome: 'invalid', provider },
});

describe.each(SUBJECTS)('an empty row: $provider', ({ node, provider, parameters, guarded }) => {
	it.each([
		['sent every time', {}],
		['sent only once', guarded],
	])('is reported in one sentence, with items that are %s', async (_, more) => {
		const items = [row(1), EMPTY];
		const { json } = await engineOn(sandbox).runNode(node, { ...parameters, ...more }, items, {
			...CONTINUE,
		});

		expect(json).toMatchObject([{ success: true }, emptyRow(provider)]);
		expect(sandbox.state().counts.requests).toBe(1);
	});

	it('is listed among the failed rows in Stop mode', async () => {
		const { error } = await engineOn(sandbox).runNode(node, parameters, [row(1), EMPTY, EMPTY]);

		expect(error?.message).toBe('This row is empty');
		expect(error?.description).toContain('row 2 (This row is empty), row 3 (This row is empty)');
		expect(sandbox.state().requests).toEqual([]);
	});
});

const hasPaytr = SUBJECTS.some(({ node }) => node === PAYTR);

(hasPaytr ? it : it.skip)('is one failure for two messages of a fixed link', async () => {
	const parameters = { ...EMAIL_AND_SMS, linkId: 'NB2Zlz3' };
	const { json } = await engineOn(sandbox).runNode(PAYTR, parameters, [EMPTY], CONTINUE);

	expect(json).toMatchObject([emptyRow('PayTR')]);
	expect(json).toHaveLength(1);
});
