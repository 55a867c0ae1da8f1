import type { IExecuteFunctions } from 'n8n-workflow';
import { behindBarrier } from './writeBarrier';

/**
 * One row of n8n's de-duplication table: a list of hashes, read and rewritten as a whole by each
 * call, without a lock. The first `record` on an empty row is an INSERT, which only one of several
 * callers can do, in whichever process.
 */
export interface Row {
	/**
	 * Adds the entries that aren't there, at the end.
	 * @param mayWrite throws where the row that was read must not be written any more
	 * @returns those that were there before
	 * @throws where the row can't be read or written; also in the callers that lose an INSERT
	 */
	record(entries: string[], mayWrite?: () => void): Promise<Set<string>>;
	remove(entries: string[], mayWrite?: () => void): Promise<void>;
	/** How many entries there are; reads without writing. */
	count(): Promise<number>;
	/** Forgets the oldest entries until so many are left. */
	trim(entries: number, mayWrite: () => void): Promise<void>;
	/** Deletes the row. */
	clear(): Promise<void>;
}

/** The two rows that a node can reach. */
export interface Table {
	/** What this node remembers. */
	memory: Row;
	/** Shared by all nodes of the workflow: exists while one of them writes its memory. */
	lock: Row;
	/** What tells the workflow, and the node in it, from all others of this n8n. */
	workflowId: string;
	nodeId: string;
}

const NEEDED = [
	'checkProcessedAndRecord',
	'removeProcessed',
	'getProcessedDataCount',
	'clearAllProcessedItems',
] as const;

/** Not all helpers: these alone don't keep an execution's data in memory when it has ended. */
type Helpers = Pick<IExecuteFunctions['helpers'], (typeof NEEDED)[number]>;

function row(helpers: Helpers, scope: 'node' | 'workflow'): Row {
	const entriesMode = { mode: 'entries' } as const;
	return {
		async record(entries, mayWrite) {
			const given = behindBarrier(entries, mayWrite);
			const { processed } = await helpers.checkProcessedAndRecord(given, scope, entriesMode);
			return new Set(processed.map(String));
		},
		async remove(entries, mayWrite) {
			await helpers.removeProcessed(behindBarrier(entries, mayWrite), scope, entriesMode);
		},
		count: async () => await helpers.getProcessedDataCount(scope, entriesMode),
		async trim(entries, mayWrite) {
			await helpers.checkProcessedAndRecord([], scope, {
				...entriesMode,
				get maxEntries() {
					mayWrite();
					return entries;
				},
			});
		},
		clear: async () => await helpers.clearAllProcessedItems(scope, entriesMode),
	};
}

/** The table of this n8n, or undefined where n8n is too old to have one. */
export function tableOf(ctx: IExecuteFunctions): Table | undefined {
	if (NEEDED.some((name) => typeof ctx.helpers[name] !== 'function')) return undefined;
	const {
		checkProcessedAndRecord,
		removeProcessed,
		getProcessedDataCount,
		clearAllProcessedItems,
	} = ctx.helpers;
	const helpers: Helpers = {
		checkProcessedAndRecord,
		removeProcessed,
		getProcessedDataCount,
		clearAllProcessedItems,
	};
	return {
		memory: row(helpers, 'node'),
		lock: row(helpers, 'workflow'),
		workflowId: String(ctx.getWorkflow().id),
		nodeId: ctx.getNode().id,
	};
}
