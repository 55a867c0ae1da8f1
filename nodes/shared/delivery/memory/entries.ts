/**
 * The entries of a message in n8n's table, and what they mean. The table can only say whether an
 * entry is there, so the number of a lease is written in unary: lease 1, lease 2, …
 */

/** Marks the row that is the lock of a workflow. */
export const LOCK_ENTRY = 'lock';

/**
 * - `claimed`: now ours to send;
 * - `sent`: confirmed, by whichever execution;
 * - `unclear`: claimed and not confirmed. Another process is sending it, or its outcome is unknown.
 */
export type Verdict = 'claimed' | 'sent' | 'unclear';

export interface LeaseClaim {
	key: string;
	/**
	 * 0 for the first claim. A renewal or a takeover takes the next lease. None of the leases is free
	 * again until the message is sent.
	 */
	lease: number;
}

const knownEntry = (key: string) => `known:${key}`;
const openEntry = (key: string) => `open:${key}`;
const leaseEntry = (key: string, lease: number) => `again${lease}:${key}`;

const allLeases = (key: string, leases: number) =>
	Array.from({ length: leases }, (_, i) => leaseEntry(key, i + 1));

/** The entries of this lease alone: the first claim has none. */
export const leaseEntries = ({ key, lease }: LeaseClaim): string[] =>
	lease === 0 ? [] : [leaseEntry(key, lease)];

/** A name for the lease that is different from all others. */
export const leaseName = ({ key, lease }: LeaseClaim): string =>
	lease === 0 ? key : leaseEntry(key, lease);

/** The entry that says that a message is not confirmed. */
export const unconfirmedEntry = openEntry;

/** What a claim records. */
export const claimEntries = (claim: LeaseClaim): string[] => [
	knownEntry(claim.key),
	openEntry(claim.key),
	...leaseEntries(claim),
];

/**
 * What the entries that were there before the claim say about it.
 * @returns `tookOver` for a message that was unclear before
 */
export function readClaim(
	claim: LeaseClaim,
	before: ReadonlySet<string>,
): { verdict: Verdict; tookOver: boolean } {
	const { key, lease } = claim;
	if (!before.has(knownEntry(key))) return { verdict: 'claimed', tookOver: false };
	if (!before.has(openEntry(key))) return { verdict: 'sent', tookOver: false };
	if (lease === 0 || before.has(leaseEntry(key, lease))) {
		return { verdict: 'unclear', tookOver: false };
	}
	return { verdict: 'claimed', tookOver: true };
}

/** What has to be removed after a claim: recording it has opened a message that was sent. */
export const cleanupEntries = (claim: LeaseClaim, before: ReadonlySet<string>): string[] =>
	readClaim(claim, before).verdict === 'sent' ? [openEntry(claim.key), ...leaseEntries(claim)] : [];

/** What is removed when a message was sent. @param leases the highest lease that it has */
export const confirmEntries = (key: string, leases: number): string[] => [
	openEntry(key),
	...allLeases(key, leases),
];

/** What is removed when a message was certainly not sent, so that it can be claimed anew. */
export const releaseEntries = (key: string, leases: number): string[] => [
	knownEntry(key),
	...confirmEntries(key, leases),
];

/** The names of the first claim and of all leases up to this one. */
export const leaseNames = (key: string, leases: number): string[] => [
	key,
	...allLeases(key, leases),
];
