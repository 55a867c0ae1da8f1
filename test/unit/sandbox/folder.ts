/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test, never packed */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Paths in a folder that exists during the tests. */
export function useFolder(): (...names: string[]) => string {
	let folder: string;
	beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'test-'))));
	afterAll(() => rmSync(folder, { recursive: true }));
	return (...names) => join(folder, ...names);
}
