import { createHash } from 'node:crypto';
import type { IContextObject, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Failure } from '../result';
import { contextOf } from './identity';
import type { Step } from './plan';

type MessageIdentity = Pick<Step<IDataObject>, 'name' | 'identity' | 'isOneMessage'>;

const hash = (content: unknown[]): string =>
	createHash('sha256').update(JSON.stringify(content)).digest('base64').slice(0, 22);

/** The result of a step that must not be repeated, and the message it was about. */
export type Entry = { about: IDataObject } & ({ delivered: IDataObject } | { unknown: Failure });

/**
 * n8n stores this with the execution. It survives Retry On Fail and the editor's Retry, but not a
 * kill.
 */
interface Stored {
	run: number;
	steps: Record<string, Entry>;
}

const NAME = 'deliveries';

/** Steps in progress, by the execution's context: an agent may call its tool twice at once. */
const underWay = new WeakMap<IContextObject, Map<string, Promise<unknown>>>();

/** Whether an agent calls this node as its tool. Then each try has a different run index. */
export const isTool = (ctx: IExecuteFunctions): boolean => ctx.getNode().type.endsWith('Tool');

/**
 * Remembers each delivered step and each step with an unknown outcome within an execution. A step
 * is identified by the values that stay the same when n8n runs the node again: the run, the item's
 * position and its input, and the step's name. Evaluated parameters aren't used: `$now`, a random
 * value or a changed option would make a delivered item look new. For an agent's tool, the input is
 * the arguments of the call, the run doesn't count, and the message that the call would send must
 * be the same, too.
 */
export class Ledger {
	private constructor(
		private readonly context: IContextObject,
		private readonly run: number,
		private readonly inputs: (itemIndex: number) => unknown,
		readonly ofTool: boolean,
	) {}

	static of(ctx: IExecuteFunctions): Ledger {
		const ofTool = isTool(ctx);
		const { $runIndex } = ctx.getWorkflowDataProxy(0) as { $runIndex?: number };
		const items = ctx.getInputData();
		const input = (itemIndex: number) => {
			const { json } = items[itemIndex];
			// The ID of the call differs each time.
			return ofTool ? { ...json, toolCallId: undefined } : json;
		};
		// If n8n keeps nothing, the ledger lasts for this run only.
		return new Ledger(contextOf(ctx) ?? {}, ofTool ? -1 : ($runIndex ?? 0), input, ofTool);
	}

	/**
	 * The key of an item's step. The input is hashed, so none of its text is stored.
	 * @param identity for an agent's call: expressions can yield a different recipient for the same
	 * arguments
	 */
	key(itemIndex: number, step: string, identity?: IDataObject): string {
		const input = this.inputs(itemIndex);
		return hash(this.ofTool ? [itemIndex, step, input, identity] : [itemIndex, step, input]);
	}

	/** The key of a message that an agent sends. It doesn't depend on the arguments of the call. */
	messageKey({ name, identity, isOneMessage }: MessageIdentity): string | undefined {
		return this.ofTool && isOneMessage ? hash([name, identity]) : undefined;
	}

	get(key: string): Entry | undefined {
		const { steps } = this.stored();
		return Object.hasOwn(steps, key) ? steps[key] : undefined;
	}

	set(key: string, entry: Entry): void {
		this.stored().steps[key] = entry;
	}

	/** Runs one call at a time for a step, so that a second call finds the first one's result. */
	async inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
		const steps = underWay.get(this.context) ?? new Map<string, Promise<unknown>>();
		underWay.set(this.context, steps);
		const before = steps.get(key) ?? Promise.resolve();
		const turn = before.then(work, work);
		steps.set(key, turn);
		try {
			return await turn;
		} finally {
			if (steps.get(key) === turn) steps.delete(key);
		}
	}

	/** Called when this run has nothing left to repeat. Keeps the saved execution small. */
	clear(): void {
		// A model may call again, even if it was told not to.
		if (!this.ofTool) delete this.context[NAME];
	}

	/** Entries of an earlier run (in a loop) are no longer needed. */
	private stored(): Stored {
		const found = this.context[NAME] as Stored | undefined;
		if (found?.run === this.run) return found;
		const fresh: Stored = { run: this.run, steps: {} };
		this.context[NAME] = fresh;
		return fresh;
	}
}
