import { createHash } from 'node:crypto';
import type { IContextObject, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Failure } from '../result';
import { contextOf } from './identity';
import type { Step } from './plan';

type MessageIdentity = Pick<Step<IDataObject>, 'name' | 'identity' | 'isOneMessage'>;

const hash = (content: unknown[]): string =>
	createHash('sha256').update(JSON.stringify(content)).digest('base64').slice(0, 22);

/** What became of a step that must not be repeated, and what it was about. */
export type Entry = { about: IDataObject } & ({ delivered: IDataObject } | { unknown: Failure });

/** n8n keeps this with the execution: over Retry On Fail and the editor's Retry, not over a kill. */
interface Stored {
	run: number;
	steps: Record<string, Entry>;
}

const NAME = 'deliveries';

/** Steps under way, by the execution's context: an agent may call its tool twice at once. */
const underWay = new WeakMap<IContextObject, Map<string, Promise<unknown>>>();

/** Whether an agent calls this node as its tool: each try has another run index then. */
export const isTool = (ctx: IExecuteFunctions): boolean => ctx.getNode().type.endsWith('Tool');

/**
 * Remembers, within an execution, each delivered and each doubtful step. What identifies a step is
 * what n8n keeps when it runs the node again: the run, the item's place and its input, and the step's
 * name. Never an evaluated parameter: `$now`, a random value or a changed option would make a
 * delivered item look new. Of an agent's tool, the input is the call's arguments, and the run says
 * nothing; what the call would send has to be the same, too.
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
			// The call's own number differs each time.
			return ofTool ? { ...json, toolCallId: undefined } : json;
		};
		// Where n8n keeps nothing, the ledger lasts as long as this run.
		return new Ledger(contextOf(ctx) ?? {}, ofTool ? -1 : ($runIndex ?? 0), input, ofTool);
	}

	/**
	 * The key of an item's step; the input is hashed, so that no text of it is stored.
	 * @param identity of an agent's call: with equal arguments, expressions can give another recipient
	 */
	key(itemIndex: number, step: string, identity?: IDataObject): string {
		const input = this.inputs(itemIndex);
		return hash(this.ofTool ? [itemIndex, step, input, identity] : [itemIndex, step, input]);
	}

	/** The key of a message that an agent sends, whatever the arguments of its call are. */
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

	/** Lets one at a time work at a step: a second call finds what the first has noted. */
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

	/** Nothing is left to repeat in this run: keeps the saved execution small. */
	clear(): void {
		// A model may call again, whatever it was told.
		if (!this.ofTool) delete this.context[NAME];
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
