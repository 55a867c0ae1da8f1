/**
 * The entries of a message in n8n's table, and their meaning. The table can only tell whether an
 * entry exists, so the number of a lease is written in unary: lease 1, lease 2, …
 */

/** Marks the row that is a workflow's lock. */
export const LOCK_ENTRY = 'lock';

/**
 * - `claimed`: this execution may send the message;
 * - `sent`: an execution has confirmed it;
 * - `unclear`: claimed and not confirmed. Another process is sending it, or its outcome is unknown.
 */
export type Verdict = 'claimed' | 'sent' | 'unclear';

export interface LeaseClaim {
	key: string;
	/**
	 * 0 for the first claim. A renewal or a takeover takes the next lease. No lease becomes free
	 * again until the message is sent.
	 */
	lease: number;
}

const knownEntry = (key: string) => `known:${key}`;
const openEntry = (key: string) => `open:${key}`;
const leaseEntry = (key: string, lease: number) => `again${lease}:${key}`;

const allLeases = (key: string, leases: number) =>
	Array.from({ length: leases }, (_, i) => leaseEntry(key, i + 1));

/** The entries of this lease alone. The first claim has none. */
export const leaseEntries = ({ key, lease }: LeaseClaim): string[] =>
	lease === 0 ? [] : [leaseEntry(key, lease)];

/** A unique name for the lease. */
export const leaseName = ({ key, lease }: LeaseClaim): string =>
	lease === 0 ? key : leaseEntry(key, lease);

/** The entry that marks a message as not confirmed. */
export const unconfirmedEntry = openEntry;

/** The entries that a claim records. */
export const claimEntries = (claim: LeaseClaim): string[] => [
	knownEntry(claim.key),
	openEntry(claim.key),
	...leaseEntries(claim),
];

/**
 * Reads the claim's result from the entries that existed before it.
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

/**
 * The entries to remove after a claim. Recording a claim opens even a message that was sent before.
 */
export const cleanupEntries = (claim: LeaseClaim, before: ReadonlySet<string>): string[] =>
	readClaim(claim, before).verdict === 'sent' ? [openEntry(claim.key), ...leaseEntries(claim)] : [];

/**
 * The entries to remove when a message was sent.
 * @param leases its highest lease
 */
export const confirmEntries = (key: string, leases: number): string[] => [
	openEntry(key),
	...allLeases(key, leases),
];

/** The entries to remove when a message was certainly not sent, so that it can be claimed again. */
export const releaseEntries = (key: string, leases: number): string[] => [
	knownEntry(key),
	...confirmEntries(key, leases),
];

/** The names of the first claim and of all leases up to this number. */
export const leaseNames = (key: string, leases: number): string[] => [
	key,
	...allLeases(key, leases),
];
