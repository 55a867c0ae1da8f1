import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { additional, additionalFields } from '../../../shared/additionalFields';
import { shownAnswer } from '../../../shared/answer';
import type { ItemOutput, Sender } from '../../../shared/delivery/plan';
import type { Operation } from '../../../shared/operation';
import { refundFailure, skippedRefund } from '../../../shared/records/refund';
import type { Failure, Result } from '../../../shared/result';
import { fail, ok } from '../../../shared/result';
import { decimalText } from '../../../shared/values/money';
import { problem, shown, type Parsed } from '../../../shared/values/problem';
import { text } from '../../../shared/values/text';
import { SERVICE } from '../../constants';
import { readOrder, type Order } from '../../records/order';
import { merchantOid, merchantOidField } from '../../records/panel';
import { readRefund, refundWith } from '../../records/refund';

const amountField: INodeProperties = {
	displayName: 'Refund Amount',
	name: 'returnAmount',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 149,90',
	description: 'What to give back, in lira, not kuruş. It may be a part of the payment.',
};

const referenceField: INodeProperties = {
	displayName: 'Reference Number',
	name: 'referenceNo',
	type: 'string',
	default: '',
	placeholder: 'e.g. REFUND1001',
	description:
		'Your own number of this refund, letters and digits, at most 64. With it, the refund is made only once: PayTR is asked first whether a refund with this number exists.',
};

/** Alphanumeric, at most 64 characters (PayTR's refund page). Optional. */
function reference(value: unknown): Parsed {
	const given = text(value);
	if (!given.ok || given.value === '' || /^[A-Za-z\d]{1,64}$/.test(given.value)) return given;
	return problem(
		`is not a reference number: ${shown(value)}`,
		'Use letters and digits, at most 64.',
	);
}

interface Refund {
	merchantOid: string;
	/** The amount with a decimal point, as it is sent. */
	amount: string;
	referenceNo: string;
}

const aboutOf = ({ merchantOid: oid, amount, referenceNo }: Refund): IDataObject => ({
	merchantOid: oid,
	returnAmount: Number(amount),
	...(referenceNo ? { referenceNo } : {}),
});

/** Requests the status of the order. */
async function orderOf(sender: Sender, name: string, refund: Refund): Promise<Result<Order>> {
	const result = await sender.send({
		name,
		path: SERVICE.orderStatus,
		form: { merchant_oid: refund.merchantOid },
		about: aboutOf(refund),
		isRead: true,
		read: readOrder,
	});
	if (result.state === 'failed') return fail(result.failure);
	return ok(result.state === 'delivered' ? result.value : {});
}

const sameAmount = (amount: number | null, wanted: string) =>
	amount !== null && Math.round(amount * 100) === Math.round(Number(wanted) * 100);

/** The result if an earlier refund has the same reference number. Undefined if there is none. */
async function earlierRefund(sender: Sender, refund: Refund): Promise<ItemOutput | undefined> {
	const about = aboutOf(refund);
	const order = await orderOf(sender, 'orderStatus', refund);
	if (!order.ok) return { failure: { ...notAsked(order.error), data: about } };
	const found = refundWith(refund.referenceNo, order.value.paid ?? {});
	if (found === 'none') return undefined;
	if (found === 'unclear') return { failure: { ...UNCLEAR, data: about } };
	if (sameAmount(found.amount, refund.amount)) {
		return { json: { skipped: true, reason: 'alreadyRefunded', ...about } };
	}
	return { failure: { ...otherAmount(refund, found.amount), data: about } };
}

/** The failure of the status query: nothing was refunded. */
const notAsked = (failure: Failure): Failure =>
	failure.outcome === 'unknown'
		? {
				...failure,
				outcome: 'notSent',
				message: 'PayTR did not say which refunds the order has, so nothing was refunded',
				description: 'Run it again.',
			}
		: failure;

const UNCLEAR: Failure = {
	outcome: 'unknown',
	provider: 'PayTR',
	message: 'PayTR lists refunds of this order without their reference numbers',
	description:
		'Nothing was refunded now. Look in the PayTR panel whether this refund was made. If it was not, run it without a reference number.',
};

const otherAmount = ({ referenceNo, amount }: Refund, earlier: number | null): Failure => ({
	outcome: 'invalid',
	provider: 'PayTR',
	message: `'${referenceField.displayName}' ${referenceNo} was used for a refund of ${earlier ?? 'unknown'}, not of ${amount}`,
	description: 'Use a new reference number for another refund. Nothing was refunded now.',
});

async function make(sender: Sender, refund: Refund): Promise<ItemOutput> {
	const about = aboutOf(refund);
	const result = await sender.send({
		name: 'refund',
		path: SERVICE.refund,
		form: {
			merchant_oid: refund.merchantOid,
			return_amount: refund.amount,
			...(refund.referenceNo ? { reference_no: refund.referenceNo } : {}),
		},
		about,
		dryRun: { amount: Number(refund.amount), value: {} },
		read: readRefund,
	});
	if (result.state === 'skipped') return skippedRefund(result.reason, about);
	if (result.state === 'delivered') {
		const testMode = String(result.value.is_test) === '1';
		return { json: { success: true, ...about, testMode, response: shownAnswer(result.value) } };
	}
	const { failure, isEarlier } = result;
	const isLost = failure.outcome === 'unknown' && !isEarlier && refund.referenceNo !== '';
	const confirmed = isLost ? await confirm(sender, refund) : undefined;
	return (
		confirmed ?? { failure: { ...(isEarlier ? failure : refundFailure(failure)), data: about } }
	);
}

/**
 * Requests the status again after a lost response. Undefined if the order doesn't list the refund.
 */
async function confirm(sender: Sender, refund: Refund): Promise<ItemOutput | undefined> {
	const order = await orderOf(sender, 'confirmation', refund);
	const found = order.ok ? refundWith(refund.referenceNo, order.value.paid ?? {}) : 'unclear';
	if (typeof found === 'string' || !sameAmount(found.amount, refund.amount)) return undefined;
	return { json: { success: true, confirmedBy: 'orderStatus', ...aboutOf(refund) } };
}

export const refundPayment: Operation = {
	option: {
		name: 'Refund',
		value: 'refund',
		action: 'Refund payment',
		description: 'Give back a payment or a part of it',
	},
	unit: 'refund',
	isAlwaysOnce: true,
	fields: [merchantOidField, amountField, additionalFields([referenceField])],
	prepare({ reader }) {
		const refund: Refund = {
			merchantOid: reader.read(merchantOidField, merchantOid) ?? '',
			amount: reader.read(amountField, (value) => decimalText(value, 'TL')) ?? '',
			referenceNo: reader.read(additional(referenceField), reference) ?? '',
		};
		return reader.finish(() => ({
			// Without a reference number, two refunds of the same amount may both be intentional.
			steps: refund.referenceNo ? ['refund'] : [],
			defaultKey: () => JSON.stringify([refund.merchantOid, refund.referenceNo]),
			async run(sender) {
				const earlier = refund.referenceNo ? await earlierRefund(sender, refund) : undefined;
				return [earlier ?? (await make(sender, refund))];
			},
		}));
	},
};
