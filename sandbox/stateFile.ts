/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- development tool, never packed */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SandboxState } from './types';

const DEBOUNCE_MS = 200;

/**
 * Reads a state file. Undefined if the file doesn't exist. Throws an error with the file's name if
 * the file is broken.
 */
export function readStateFile(file: string): SandboxState | undefined {
	if (!existsSync(file)) return undefined;
	try {
		return JSON.parse(readFileSync(file, 'utf8')) as SandboxState;
	} catch (error) {
		throw new Error(`The state file ${file} is not readable JSON; move it away to start empty`, {
			cause: error,
		});
	}
}

/**
 * Writes the state shortly after a change. It writes a temporary file and renames it, so the file
 * is never incomplete.
 */
export class StateFileWriter {
	private timer: NodeJS.Timeout | undefined;

	constructor(
		private readonly file: string,
		private readonly snapshot: () => SandboxState,
	) {
		mkdirSync(dirname(file), { recursive: true });
	}

	schedule(): void {
		this.timer ??= setTimeout(() => this.flush(), DEBOUNCE_MS);
	}

	/** Writes a pending change now. */
	flush(): void {
		if (!this.timer) return;
		clearTimeout(this.timer);
		this.timer = undefined;
		const temporary = `${this.file}.${process.pid}.tmp`;
		writeFileSync(temporary, JSON.stringify(this.snapshot()));
		renameSync(temporary, this.file);
	}
}
