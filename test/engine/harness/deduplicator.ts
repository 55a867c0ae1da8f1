/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test harness, never packed */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';

import { DataDeduplicationService } from 'n8n-core';
import {
	jsonParse,
	UnexpectedError,
	type DeduplicationItemTypes,
	type DeduplicationScope,
	type ICheckProcessedContextData,
	type ICheckProcessedOptions,
	type IDataDeduplicator,
	type IDeduplicationOutput,
	type IProcessedDataEntries,
} from 'n8n-workflow';

/** Rows of n8n's processed_data table, by workflow ID and context. */
type ProcessedData = Record<string, IProcessedDataEntries>;

/** Where the rows are kept: in this object, or in a JSON file that outlives the process. */
export interface ProcessedDataStore {
	read(): Promise<ProcessedData>;
	write(data: ProcessedData): Promise<void>;
}

export function memoryStore(): ProcessedDataStore {
	let text = '{}';
	return {
		read: async () => jsonParse<ProcessedData>(text),
		write: async (data) => {
			text = JSON.stringify(data);
		},
	};
}

export function fileStore(path: string): ProcessedDataStore {
	return {
		read: async () =>
			existsSync(path) ? jsonParse<ProcessedData>(await readFile(path, 'utf8')) : {},
		write: async (data) => {
			await writeFile(`${path}.new`, JSON.stringify(data));
			await rename(`${path}.new`, path);
		},
	};
}

/**
 * n8n's own DeduplicationHelper, mode "entries", on a store instead of its database: one row of
 * MD5 hashes per workflow or node, read and rewritten by each call without a lock, cut to the
 * newest maxEntries.
 */
export class Deduplicator implements IDataDeduplicator {
	constructor(private readonly store: ProcessedDataStore) {}

	async checkProcessedAndRecord(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		contextData: ICheckProcessedContextData,
		options: ICheckProcessedOptions,
	): Promise<IDeduplicationOutput> {
		assertEntries(options);
		const rows = await this.store.read();
		const key = rowKey(scope, contextData);
		const row = rows[key];
		if (row === undefined) {
			const data = items.map(hash);
			if (options.maxEntries) data.splice(0, data.length - options.maxEntries);
			await this.store.write({ ...(await this.store.read()), [key]: { mode: options.mode, data } });
			return { new: items, processed: [] };
		}
		// As n8n does: a key that comes twice in one call counts as new both times.
		const seen = new Set(row.data);
		const output: IDeduplicationOutput = { new: [], processed: [] };
		for (const item of items) {
			const hashed = hash(item);
			if (seen.has(hashed)) {
				output.processed.push(item);
			} else {
				output.new.push(item);
				row.data.push(hashed);
			}
		}
		if (options.maxEntries) row.data.splice(0, row.data.length - options.maxEntries);
		await this.store.write({ ...(await this.store.read()), [key]: row });
		return output;
	}

	async removeProcessed(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		contextData: ICheckProcessedContextData,
		options: ICheckProcessedOptions,
	): Promise<void> {
		assertEntries(options);
		const rows = await this.store.read();
		const key = rowKey(scope, contextData);
		const row = rows[key];
		if (row === undefined) return;
		for (const item of items) {
			const index = row.data.indexOf(hash(item));
			if (index !== -1) row.data.splice(index, 1);
		}
		await this.store.write({ ...(await this.store.read()), [key]: row });
	}

	async clearAllProcessedItems(
		scope: DeduplicationScope,
		contextData: ICheckProcessedContextData,
	): Promise<void> {
		const rows = await this.store.read();
		delete rows[rowKey(scope, contextData)];
		await this.store.write(rows);
	}

	async getProcessedDataCount(
		scope: DeduplicationScope,
		contextData: ICheckProcessedContextData,
	): Promise<number> {
		return (await this.store.read())[rowKey(scope, contextData)]?.data.length ?? 0;
	}
}

function assertEntries({ mode }: ICheckProcessedOptions): void {
	if (mode !== 'entries') throw new UnexpectedError(`The harness has no mode "${mode}"`);
}

function hash(item: DeduplicationItemTypes): string {
	return createHash('md5').update(item.toString()).digest('base64');
}

function rowKey(scope: DeduplicationScope, { node, workflow }: ICheckProcessedContextData): string {
	if (scope === 'node' && node === undefined) throw new UnexpectedError('No node was given');
	return `${workflow.id}/${scope === 'node' ? `n:${node?.id ?? ''}` : ''}`;
}

const deduplicators = new WeakMap<object, IDataDeduplicator>();
let initialized = false;

/**
 * Lets one workflow use one de-duplicator: n8n-core knows a single one per process, while every
 * engine in a test has its own.
 */
export async function useDeduplicator(
	workflow: object,
	deduplicator: IDataDeduplicator,
): Promise<void> {
	deduplicators.set(workflow, deduplicator);
	if (initialized) return;
	initialized = true;
	const of = ({ workflow: owner }: ICheckProcessedContextData): IDataDeduplicator => {
		const found = deduplicators.get(owner);
		if (found === undefined) throw new UnexpectedError('The workflow has no de-duplicator');
		return found;
	};
	await DataDeduplicationService.init({
		checkProcessedAndRecord: async (items, scope, data, options) =>
			await of(data).checkProcessedAndRecord(items, scope, data, options),
		removeProcessed: async (items, scope, data, options) =>
			await of(data).removeProcessed(items, scope, data, options),
		clearAllProcessedItems: async (scope, data, options) =>
			await of(data).clearAllProcessedItems(scope, data, options),
		getProcessedDataCount: async (scope, data, options) =>
			await of(data).getProcessedDataCount(scope, data, options),
	});
}
