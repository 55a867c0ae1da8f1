import type { IExecuteFunctions } from 'n8n-workflow';
import { behindBarrier } from './writeBarrier';

/**
 * One row of n8n's deduplication table: a list of hashes. Each call reads and rewrites the whole
 * list without a lock. The first `record` on an empty row is an INSERT, which only one caller can
 * do, across all processes.
 */
export interface Row {
	/**
	 * Adds the missing entries at the end.
	 * @param mayWrite throws if the row that was read must not be written any more
	 * @returns the entries that existed before
	 * @throws if the row can't be read or written; also for callers that lose an INSERT
	 */
	record(entries: string[], mayWrite?: () => void): Promise<Set<string>>;
	remove(entries: string[], mayWrite?: () => void): Promise<void>;
	/** Counts the entries. Reads without writing. */
	count(): Promise<number>;
	/** Forgets the oldest entries until only this many are left. */
	trim(entries: number, mayWrite: () => void): Promise<void>;
	/** Deletes the row. */
	clear(): Promise<void>;
}

/** The two rows that a node can reach. */
export interface Table {
	/** The entries of this node. */
	memory: Row;
	/** Shared by all nodes of the workflow. The row exists while one of them writes its memory. */
	lock: Row;
	/** Identifies the workflow, and the node in it, within this n8n. */
	workflowId: string;
	nodeId: string;
}

const NEEDED = [
	'checkProcessedAndRecord',
	'removeProcessed',
	'getProcessedDataCount',
	'clearAllProcessedItems',
] as const;

/** Not all helpers: only these don't keep an execution's data in memory after it has ended. */
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

/** The table of this n8n. Undefined if n8n is too old to have one. */
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
