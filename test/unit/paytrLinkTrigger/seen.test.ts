import type { IDataObject } from 'n8n-workflow';

type Seen = typeof import('../../../nodes/PaytrLinkTrigger/seen');

/** The module as a process that has just started has it. */
function startedAnew(): Seen {
	let seen: Seen | undefined;
	jest.isolateModules(() => {
		seen = jest.requireActual<Seen>('../../../nodes/PaytrLinkTrigger/seen');
	});
	if (seen === undefined) throw new Error('The module was not loaded');
	return seen;
}

it('knows a payment again by what n8n saved, after a restart', () => {
	const memory: IDataObject = {};
	expect(startedAnew().isFirstNotice(memory, 'node', 'PTR1')).toBe(true);
	const saved = JSON.parse(JSON.stringify(memory)) as IDataObject;

	const { isFirstNotice } = startedAnew();
	expect(isFirstNotice(saved, 'node', 'PTR1')).toBe(false);
	expect(isFirstNotice(saved, 'node', 'PTR2')).toBe(true);
});

it('knows a payment again before n8n has saved it', () => {
	const { isFirstNotice } = startedAnew();

	expect(isFirstNotice({}, 'node', 'PTR1')).toBe(true);
	expect(isFirstNotice({}, 'node', 'PTR1')).toBe(false);
});

it('tells nodes and workflows apart', () => {
	const { isFirstNotice } = startedAnew();

	expect(isFirstNotice({}, '1/a', 'PTR1')).toBe(true);
	expect(isFirstNotice({}, '1/b', 'PTR1')).toBe(true);
	expect(isFirstNotice({}, '2/a', 'PTR1')).toBe(true);
});

it('forgets the oldest payments first, in what is saved and in the process', () => {
	const { isFirstNotice, REMEMBERED } = startedAnew();
	const memory: IDataObject = {};
	for (let i = 0; i < REMEMBERED + 100; i++) {
		expect(isFirstNotice(memory, 'node', `PTR${i}`)).toBe(true);
	}

	expect(memory.paid).toHaveLength(REMEMBERED);
	expect((memory.paid as string[])[0]).toBe('PTR100');
	// Known by the process alone, or no more.
	expect(isFirstNotice({}, 'node', `PTR${REMEMBERED + 99}`)).toBe(false);
	expect(isFirstNotice({}, 'node', 'PTR100')).toBe(false);
	expect(isFirstNotice({}, 'node', 'PTR99')).toBe(true);
});

it('starts over where what is saved is not its own', () => {
	const memory: IDataObject = { paid: 'PTR1' };

	expect(startedAnew().isFirstNotice(memory, 'node', 'PTR1')).toBe(true);
	expect(memory).toEqual({ paid: ['PTR1'] });
});
