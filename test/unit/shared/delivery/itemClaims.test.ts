import { ItemClaims } from '../../../../nodes/shared/delivery/memory/itemClaims';
import type { Verdict } from '../../../../nodes/shared/delivery/memory/entries';
import type { Memory } from '../../../../nodes/shared/delivery/memory/memory';

/** The claims of an item with one message, and the keys for which it waited. */
function claimsOf(atOnce: Verdict | 'busy', afterWaiting: Verdict) {
	const waited: string[] = [];
	const memory = {
		claim: async () => await Promise.resolve(atOnce),
		claimWhenFree: async (key: string) => {
			waited.push(key);
			return await Promise.resolve(afterWaiting);
		},
	} as object as Memory;
	const sendOnce = { memory, leaseMs: 1, renewAfterMs: 1, resend: false, used: new Set<string>() };
	return { waited, claims: new ItemClaims(sendOnce, new Map([['sms', 'key']]), () => undefined) };
}

it.each<[Verdict | 'busy', Verdict, string[]]>([
	['claimed', 'claimed', []],
	['sent', 'sent', []],
	['busy', 'sent', ['key']],
	['unclear', 'claimed', ['key']],
])('a message that is %s at first is known as %s', async (atOnce, verdict, keys) => {
	const { claims, waited } = claimsOf(atOnce, verdict);
	await claims.claimAll();
	expect(await claims.known('sms')).toBe(verdict);
	expect(waited).toEqual(keys);
});
