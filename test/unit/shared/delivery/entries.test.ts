import {
	claimEntries,
	cleanupEntries,
	confirmEntries,
	readClaim,
	releaseEntries,
} from '../../../../nodes/shared/delivery/memory/entries';

const RE_OPENED = ['open:k'];

describe('a claim', () => {
	it.each<[string, number, string[], string, boolean, string[]]>([
		['nothing', 0, [], 'claimed', false, []],
		['nothing', 1, [], 'claimed', false, []],
		['a sent message', 0, ['known:k'], 'sent', false, RE_OPENED],
		['a sent message', 2, ['known:k'], 'sent', false, ['open:k', 'again2:k']],
		['an open message', 0, ['known:k', 'open:k'], 'unclear', false, []],
		['an open message', 1, ['known:k', 'open:k'], 'claimed', true, []],
		['lease 1', 0, ['known:k', 'open:k', 'again1:k'], 'unclear', false, []],
		['lease 1', 1, ['known:k', 'open:k', 'again1:k'], 'unclear', false, []],
		['lease 1', 2, ['known:k', 'open:k', 'again1:k'], 'claimed', true, []],
		['another message', 0, ['known:other', 'open:other'], 'claimed', false, []],
	])('finding %s, with lease %i', (_, lease, found, verdict, tookOver, cleanup) => {
		const claim = { key: 'k', lease };
		const before = new Set(found);
		expect(readClaim(claim, before)).toEqual({ verdict, tookOver });
		expect(cleanupEntries(claim, before)).toEqual(cleanup);
	});

	it.each([
		[0, ['known:k', 'open:k']],
		[1, ['known:k', 'open:k', 'again1:k']],
		[3, ['known:k', 'open:k', 'again3:k']],
	])('of lease %i records its entries', (lease, recorded) => {
		expect(claimEntries({ key: 'k', lease })).toEqual(recorded);
	});
});

it.each([
	[0, ['open:k']],
	[2, ['open:k', 'again1:k', 'again2:k']],
])('ends with all of its %i leases removed', (leases, removed) => {
	expect(confirmEntries('k', leases)).toEqual(removed);
	expect(releaseEntries('k', leases)).toEqual(['known:k', ...removed]);
});
