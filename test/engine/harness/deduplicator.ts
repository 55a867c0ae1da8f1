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
type ProcessedData = Record<string, IProcessedDataEntries | undefined>;

/** The storage of the rows: this object, or a JSON file that survives the process. */
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
 * Like n8n's own DeduplicationHelper in the mode "entries", but with a store instead of the
 * database: one row of MD5 hashes per workflow or node. Each call reads the row, cuts it to the
 * newest maxEntries and writes it, without a lock.
 */
export class Deduplicator implements IDataDeduplicator {
	async checkProcessedAndRecord(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		contextData: ICheckProcessedContextData,
		{ mode, maxEntries }: ICheckProcessedOptions,
	): Promise<IDeduplicationOutput> {
		assertEntries(mode);
		const row = (await readRow(scope, contextData)) ?? { mode, data: [] };
		// As in n8n, a key that occurs twice in one call counts as new both times.
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
		if (maxEntries) row.data.splice(0, row.data.length - maxEntries);
		await writeRow(scope, contextData, row);
		return output;
	}

	async removeProcessed(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		contextData: ICheckProcessedContextData,
		{ mode }: ICheckProcessedOptions,
	): Promise<void> {
		assertEntries(mode);
		const row = await readRow(scope, contextData);
		if (row === undefined) return;
		for (const item of items) {
			const index = row.data.indexOf(hash(item));
			if (index !== -1) row.data.splice(index, 1);
		}
		await writeRow(scope, contextData, row);
	}

	async clearAllProcessedItems(
		scope: DeduplicationScope,
		contextData: ICheckProcessedContextData,
	): Promise<void> {
		await writeRow(scope, contextData, undefined);
	}

	async getProcessedDataCount(
		scope: DeduplicationScope,
		contextData: ICheckProcessedContextData,
	): Promise<number> {
		return (await readRow(scope, contextData))?.data.length ?? 0;
	}
}

function assertEntries(mode: ICheckProcessedOptions['mode']): void {
	if (mode !== 'entries') throw new UnexpectedError(`The harness has no mode "${mode}"`);
}

function hash(item: DeduplicationItemTypes): string {
	return createHash('md5').update(item.toString()).digest('base64');
}

function rowKey(scope: DeduplicationScope, { node, workflow }: ICheckProcessedContextData): string {
	if (scope === 'node' && node === undefined) throw new UnexpectedError('No node was given');
	return `${workflow.id}/${scope === 'node' ? `n:${node?.id ?? ''}` : ''}`;
}

const stores = new WeakMap<object, ProcessedDataStore>();

function storeOf({ workflow }: ICheckProcessedContextData): ProcessedDataStore {
	const store = stores.get(workflow);
	if (store === undefined) throw new UnexpectedError('The workflow has no store');
	return store;
}

async function readRow(scope: DeduplicationScope, contextData: ICheckProcessedContextData) {
	return (await storeOf(contextData).read())[rowKey(scope, contextData)];
}

async function writeRow(
	scope: DeduplicationScope,
	contextData: ICheckProcessedContextData,
	row: IProcessedDataEntries | undefined,
): Promise<void> {
	const store = storeOf(contextData);
	await store.write({ ...(await store.read()), [rowKey(scope, contextData)]: row });
}

let initialized = false;

/**
 * Makes a workflow keep its rows in a store. n8n-core has only one deduplicator per process, but
 * each test engine needs its own rows.
 */
export async function useStore(workflow: object, store: ProcessedDataStore): Promise<void> {
	stores.set(workflow, store);
	if (initialized) return;
	initialized = true;
	await DataDeduplicationService.init(new Deduplicator());
}
