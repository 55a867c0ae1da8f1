import { sleep, type IExecuteFunctions } from 'n8n-workflow';
import { invalid, itemReader, wrongExpression } from '../fields';
import { parameterReader } from '../parameters';
import { fail, ok, type Failure, type Result } from '../result';
import type { CredentialData, ItemCredentials } from './itemCredentials';
import { EMPTY_ROW, emptyRowFinder } from './emptyRow';
import { emptyPartFinder } from './keyParts';
import {
	deduplicationKey,
	keyOfAnotherRecipient,
	missingKeyPart,
	messageKey,
} from './memory/messageKey';
import { recipientOf, type Delivery, type Plan } from './plan';
import { DEDUPLICATION_KEY, SEND_ONCE, type SendOnceMode } from './sendOnce';

/** The number of items whose parameters are read in a row before n8n's other work gets a turn. */
const READ_AT_ONCE = 200;

/** An item whose parameters were read and checked. */
export interface PreparedItem {
	plan: Plan;
	/** The credential that signs for this item. */
	credential: CredentialData;
	/**
	 * The memory's key of each step that must not happen twice. Empty if everything is always sent.
	 */
	keys: ReadonlyMap<string, string>;
	/** The item's own key, if it is sent once per key. */
	key?: string;
}

/** The recipients of an item. Empty if it contacts nobody. */
export function recipientsOf({ plan }: PreparedItem): string {
	const recipients = plan.steps.map((step) => plan.recipient?.(step)?.trim());
	return [...new Set(recipients.filter(Boolean))].join(', ');
}

/** The recipients of an item, or its key if it contacts nobody. */
export const labelOf = (item: PreparedItem): string => recipientsOf(item) || (item.key ?? '');

/** The items of a batch. Each is read when it is needed and dropped when it is done. */
export class PreparedItems {
	private readonly items: Array<Promise<Result<PreparedItem>> | undefined> = [];

	/** Keeps the items in order, no matter which credential is read first. */
	private line: Promise<unknown> = Promise.resolve();

	/** The first item with each of the user's own keys, and its recipient. */
	private readonly firsts = new Map<string, { itemIndex: number; recipient: string }>();

	/** Reads an item's own key. Undefined if the item isn't sent once per key. */
	private readonly keyOf?: (itemIndex: number) => Result<string | undefined>;

	private readonly isEmptyRow: (itemIndex: number) => boolean;

	constructor(
		ctx: IExecuteFunctions,
		private readonly delivery: Delivery,
		private readonly sendOnce: SendOnceMode,
		readonly count: number,
		private readonly credentials: ItemCredentials,
	) {
		this.isEmptyRow = emptyRowFinder(ctx);
		if (sendOnce === 'perKey') this.keyOf = keyReader(ctx);
	}

	async get(itemIndex: number): Promise<Result<PreparedItem>> {
		return await (this.items[itemIndex] ??= this.inLine(itemIndex));
	}

	private async inLine(itemIndex: number): Promise<Result<PreparedItem>> {
		const credential = this.credentials.of(itemIndex);
		const item = this.line.then(async () => this.judged(itemIndex, await credential));
		this.line = item;
		return await item;
	}

	drop(itemIndex: number): void {
		this.items[itemIndex] = undefined;
		this.credentials.drop(itemIndex);
	}

	/** The items that can't be sent as they are, with the reason. */
	async invalidItems(): Promise<Map<number, Failure>> {
		const found = new Map<number, Failure>();
		await this.forEach((item, itemIndex) => {
			const failure = item.ok ? item.value.plan.invalidPart : item.error;
			if (failure) found.set(itemIndex, failure);
		});
		return found;
	}

	/** The number of different messages that the batch adds to the memory. */
	async messages(): Promise<number> {
		const keys = new Set<string>();
		await this.forEach((item) => {
			if (item.ok) for (const key of item.value.keys.values()) keys.add(key);
		});
		return keys.size;
	}

	private async forEach(
		look: (item: Result<PreparedItem>, itemIndex: number) => void,
	): Promise<void> {
		for (let itemIndex = 0; itemIndex < this.count; itemIndex++) {
			if (itemIndex % READ_AT_ONCE === 0) this.readAhead(itemIndex);
			look(await this.get(itemIndex), itemIndex);
			// Thousands of rows must not block n8n's other work.
			if (itemIndex % READ_AT_ONCE === READ_AT_ONCE - 1) await sleep(0);
		}
	}

	/** Requests the credentials of the next items at once, which takes no longer than one. */
	private readAhead(from: number): void {
		const to = Math.min(from + READ_AT_ONCE, this.count);
		for (let itemIndex = from; itemIndex < to; itemIndex++) void this.credentials.of(itemIndex);
	}

	/** Reports an empty row once instead of each missing field. */
	private judged(itemIndex: number, credential: Result<CredentialData>): Result<PreparedItem> {
		const item = this.read(itemIndex, credential);
		const failure = item.ok ? item.value.plan.invalidPart : item.error;
		if (failure?.outcome !== 'invalid' || !this.isEmptyRow(itemIndex)) return item;
		return fail({ provider: this.delivery.provider, ...EMPTY_ROW });
	}

	private read(itemIndex: number, read: Result<CredentialData>): Result<PreparedItem> {
		const { provider } = this.delivery;
		if (!read.ok) return fail({ provider, ...read.error });
		const { value: credential } = read;
		const plan = this.delivery.prepare(itemIndex, credential);
		if (!plan.ok) return fail({ provider, ...plan.error });
		const { steps, defaultKey } = plan.value;
		if (this.sendOnce === 'off' || !steps.length) {
			return ok({ plan: plan.value, credential, keys: new Map() });
		}
		const own = this.keyOf ? this.keyOf(itemIndex) : ok(undefined);
		if (!own.ok) return fail({ provider, ...own.error });
		const { value: key } = own;
		const keyFor = key === undefined ? defaultKey : () => key;
		if (!keyFor) return fail({ provider, ...NO_KEY });
		const account = this.delivery.accountOf(credential);
		const named = (step: string): [string, string] => [
			step,
			messageKey(step, keyFor(step), account),
		];
		const keys = new Map(steps.map(named));
		if (key !== undefined) {
			const first = this.firstOther(itemIndex, plan.value, keys);
			const { displayName: label } = DEDUPLICATION_KEY;
			const problem = first === undefined ? undefined : keyOfAnotherRecipient(key, first);
			if (problem) return fail({ provider, ...invalid([{ label, problem }]) });
		}
		return ok({ plan: plan.value, credential, keys, key });
	}

	/**
	 * The first item with the same key if its recipient differs. Then the key isn't specific
	 * enough.
	 */
	private firstOther(itemIndex: number, plan: Plan, keys: PreparedItem['keys']) {
		for (const [step, key] of keys) {
			const recipient = recipientOf(plan, step);
			if (!recipient) continue;
			const first = this.firsts.get(key);
			if (!first) this.firsts.set(key, { itemIndex, recipient });
			else if (first.recipient !== recipient) return first.itemIndex;
		}
		return undefined;
	}
}

/** Returns a function that reads each item's own key. */
function keyReader(ctx: IExecuteFunctions): (itemIndex: number) => Result<string | undefined> {
	const { name: path } = DEDUPLICATION_KEY;
	const raw: unknown = ctx.getNodeParameter(path, 0, null, { rawExpressions: true });
	const parameter = parameterReader(ctx);
	const emptyPart = emptyPartFinder(ctx, raw);
	return (itemIndex) => {
		try {
			const reader = itemReader(() => parameter(path, itemIndex));
			const key = reader.read(DEDUPLICATION_KEY, deduplicationKey);
			const part = key && emptyPart(itemIndex);
			if (part) reader.note(DEDUPLICATION_KEY, missingKeyPart(key, part));
			return reader.finish(() => key);
		} catch (error) {
			return fail(wrongExpression(error));
		}
	};
}

const NO_KEY: Failure = {
	outcome: 'invalid',
	message: `'${DEDUPLICATION_KEY.displayName}' is missing: '${SEND_ONCE.displayName}' needs it here, since titles, amounts and dates repeat`,
	description:
		'Enter what tells this item apart, e.g. {{ $json.invoiceNumber }}, or {{ $json.member }} and the month.',
};
