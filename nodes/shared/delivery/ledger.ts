import { createHash } from 'node:crypto';
import type { IContextObject, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Form } from '../fields';
import type { Failure } from '../result';

/** What became of a step that must not be repeated. */
export type Entry = { delivered: IDataObject } | { unknown: Failure };

/** n8n keeps this with the execution: over Retry On Fail and the editor's Retry, not over a kill. */
interface Stored {
	run: number;
	steps: Record<string, Entry>;
}

const NAME = 'deliveries';

/**
 * Remembers, within an execution, each delivered and each doubtful step by run, item and content.
 * Bounded by the steps of the current run, each with the few fields of the provider's answer.
 */
export class Ledger {
	private constructor(
		private readonly context: IContextObject,
		private readonly run: number,
	) {}

	static of(ctx: IExecuteFunctions): Ledger {
		const { $runIndex } = ctx.getWorkflowDataProxy(0) as { $runIndex?: number };
		return new Ledger(ctx.getContext('node'), $runIndex ?? 0);
	}

	/** The key of a step; its content is hashed, so no text and no recipient is stored. */
	static key(itemIndex: number, step: string, path: string, form: Form): string {
		const content = JSON.stringify([itemIndex, step, path, Object.entries(form).sort()]);
		return createHash('sha256').update(content, 'utf8').digest('base64').slice(0, 22);
	}

	get(key: string): Entry | undefined {
		const { steps } = this.stored();
		return Object.hasOwn(steps, key) ? steps[key] : undefined;
	}

	set(key: string, entry: Entry): void {
		this.stored().steps[key] = entry;
	}

	/** Nothing is left to repeat in this run: keeps the saved execution small. */
	clear(): void {
		delete this.context[NAME];
	}

	/** Entries of an earlier run (a loop came round again) are of no more use. */
	private stored(): Stored {
		const found = this.context[NAME] as Stored | undefined;
		if (found?.run === this.run) return found;
		const fresh: Stored = { run: this.run, steps: {} };
		this.context[NAME] = fresh;
		return fresh;
	}
}
