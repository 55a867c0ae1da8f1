/* One poll of PayTR's transactions report. */
import { DateTime } from 'luxon';
import {
	NodeOperationError,
	type ICredentialDataDecryptedObject,
	type INodeExecutionData,
	type IPollFunctions,
} from 'n8n-workflow';
import { PaytrApi } from '../../credentials/PaytrApi.credentials';
import { SERVICE } from '../PaytrLinkNotify/constants';
import { readRows } from '../PaytrLinkNotify/records/report';
import { simplifiedTransaction, TRANSACTION_DAYS } from '../PaytrLinkNotify/records/transactions';
import { asDate, asMoment, windowsOf, type Span } from '../shared/records/windows';
import type { Form } from '../shared/fields';
import { nodeError } from '../shared/output';
import { post } from '../shared/transport';
import { ISTANBUL } from '../shared/values/date';
import { unseen, type Seen, type Transaction } from './seen';

/** Timeout in seconds. PayTR's own samples use it for reports. */
const TIMEOUT_SECONDS = 90;

/** After a longer pause, users get older transactions with Payment: Get Many. */
const LONGEST_PAUSE_DAYS = 31;

/** The maximum number of rows that 'Fetch Test Event' shows. */
const SHOWN = 10;

/** The simplified transactions of a span, in the report's order. */
async function transactions(
	ctx: IPollFunctions,
	credential: ICredentialDataDecryptedObject,
	span: Span,
	more: Form,
): Promise<Transaction[]> {
	const channel = {
		provider: 'PayTR',
		signer: new PaytrApi(),
		credential,
		timeoutSeconds: TIMEOUT_SECONDS,
	} as const;
	const found: Transaction[] = [];
	for (const { start, end } of windowsOf(span, TRANSACTION_DAYS)) {
		const form = { start_date: asMoment(start), end_date: asMoment(end), ...more };
		const answer = await post(ctx, channel, SERVICE.transactions, form);
		const read = answer.ok ? readRows(answer.value) : answer;
		if (!read.ok) throw nodeError(ctx.getNode(), read.error, 0);
		for (const raw of read.value.rows) found.push({ json: simplifiedTransaction(raw), raw });
	}
	return found;
}

const itemsOf = (found: Transaction[]): INodeExecutionData[][] | null =>
	found.length > 0 ? [found.map(({ json }) => ({ json }))] : null;

/** The latest rows, for the editor. If there are none, PayTR's dummy rows. */
async function sample(
	ask: (span: Span, more?: Form) => Promise<Transaction[]>,
	span: Span,
	isWanted: (transaction: Transaction) => boolean,
) {
	const latest = (await ask(span)).filter(isWanted).slice(-SHOWN);
	if (latest.length > 0) return itemsOf(latest);
	// This field isn't signed. It makes PayTR respond with dummy rows (PayTR's report page).
	const invented = await ask(span, { dummy: '1' });
	return itemsOf(
		invented.slice(0, SHOWN).map(({ json, raw }) => ({ json: { ...json, sample: true }, raw })),
	);
}

/** The number of days for which transactions are remembered. It exceeds the days of a poll. */
const REMEMBERED_DAYS = TRANSACTION_DAYS + 1;

const sinceDay = (newestDay: string): string =>
	asDate(DateTime.fromISO(newestDay, { zone: ISTANBUL }).minus({ days: REMEMBERED_DAYS }));

/** A node's memory, with its store and the node's name at that time. */
interface SavedSeen extends Seen {
	merchantId: string;
	nodeName: string;
}

/**
 * The two places where n8n keeps a trigger's memory. A rename of the node deletes the node's static
 * data, but not the workflow's static data under the node's ID. With
 * N8N_POLLER_DURABLE_CURSORS_ENABLED, n8n saves the node's data together with the execution, and
 * the workflow's data separately. So the trigger reads the workflow's data only after a rename.
 */
function memoryOf(ctx: IPollFunctions) {
	const own = ctx.getWorkflowStaticData('node');
	const all = ctx.getWorkflowStaticData('global');
	const node = ctx.getNode();
	const name = `paytrPaymentTrigger:${node.id}`;
	return {
		/** @returns undefined before the first poll, and if the memory is of another store */
		read(merchantId: string): Seen | undefined {
			const byId = all[name] as SavedSeen | undefined;
			const wasRenamed = byId !== undefined && byId.nodeName !== node.name;
			const saved = wasRenamed ? byId : ((own.seen as SavedSeen | undefined) ?? byId);
			return saved?.merchantId === merchantId ? saved : undefined;
		},
		write(merchantId: string, seen: Seen): void {
			const saved: SavedSeen = { ...seen, merchantId, nodeName: node.name };
			own.seen = saved;
			all[name] = saved;
		},
	};
}

/**
 * The last three days in one window. After a pause of more than a day, the span begins three days
 * before the last poll, because PayTR may list transactions late.
 */
function spanFor(now: DateTime, { until }: Seen = {}): Span {
	const last = until === undefined ? now : DateTime.fromISO(until, { zone: ISTANBUL });
	const isPause = last.isValid && last < now.minus({ days: 1 });
	const from = (isPause ? last : now).minus({ days: TRANSACTION_DAYS });
	const earliest = now.minus({ days: LONGEST_PAUSE_DAYS });
	return { start: DateTime.max(from, earliest).plus({ seconds: 1 }), end: now };
}

/**
 * Starts the workflow with the transactions that no earlier poll has seen. The very first poll only
 * remembers the existing transactions. A failed poll remembers nothing, so the next poll covers the
 * same time.
 */
export async function pollTransactions(
	ctx: IPollFunctions,
): Promise<INodeExecutionData[][] | null> {
	const events = ctx.getNodeParameter('events', []) as string[];
	if (events.length === 0) {
		throw new NodeOperationError(ctx.getNode(), "'Events' is empty", {
			description: 'Choose Sale, Refund or both.',
		});
	}
	// A row of an unknown type starts the workflow too, so that no row is lost.
	const isWanted = ({ json: { type } }: Transaction) =>
		type === null || events.includes(String(type));
	const now = DateTime.now().setZone(ISTANBUL).startOf('second');
	const credential = await ctx.getCredentials('paytrApi');
	const ask = async (span: Span, more: Form = {}) =>
		await transactions(ctx, credential, span, more);
	if (ctx.getMode() === 'manual') return await sample(ask, spanFor(now), isWanted);

	const memory = memoryOf(ctx);
	const merchantId = String(credential.merchantId);
	const span = spanFor(now, memory.read(merchantId));
	const found = await ask(span);
	// Reads the memory again, because n8n starts the next poll while a slow poll still waits. There
	// must be no await after this line.
	const before = memory.read(merchantId);
	const { fresh, seen } = unseen(found, before ?? {}, String(now.toISO()), sinceDay);
	memory.write(merchantId, seen);
	return before === undefined ? null : itemsOf(fresh.filter(isWanted));
}
