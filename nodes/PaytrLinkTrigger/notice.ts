import type { IDataObject } from 'n8n-workflow';
import { isPaytrNotice } from '../../credentials/signing/paytr';
import { fail, ok, type Result } from '../shared/result';

/** What a refused notice is answered with. */
export interface Refusal {
	status: 400 | 403 | 413 | 415;
	message: string;
}

/** A notice of a paid link; amounts in major units, as the workflow gets it. */
export interface Notice extends IDataObject {
	callbackId: string;
	merchantOid: string;
	status: string;
	totalAmount: number;
	paymentAmount: number | null;
	currency: string;
	paymentType: string;
	testMode: boolean;
	raw: IDataObject;
}

export interface Merchant {
	merchantId: string;
	merchantKey: string;
	merchantSalt: string;
}

/** The fields that the hash covers, and the hash. */
const SIGNED = ['callback_id', 'merchant_oid', 'status', 'total_amount', 'hash'] as const;

const AMOUNT = /^\d{1,15}$/;

const refuse = (status: Refusal['status'], message: string) => fail<Refusal>({ status, message });

/** Every field once, as text: a repeated field arrives as a list, which no hash can cover. */
function asFields(body: IDataObject): Result<Record<string, string>, Refusal> {
	const fields: Record<string, string> = {};
	for (const [name, value] of Object.entries(body)) {
		if (typeof value !== 'string') return refuse(400, `${name} must be sent once, as text`);
		fields[name] = value;
	}
	return ok(fields);
}

function wrongField(fields: Record<string, string>): string | undefined {
	const missing = SIGNED.find((name) => !fields[name]);
	if (missing) return `${missing} is missing`;
	const amounts = ['total_amount', 'payment_amount'].filter((name) => fields[name] !== undefined);
	const wrong = amounts.find((name) => !AMOUNT.test(fields[name]));
	return wrong && `${wrong} is not a whole number`;
}

function output(fields: Record<string, string>): Notice {
	const raw = Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'hash'));
	return {
		callbackId: fields.callback_id,
		merchantOid: fields.merchant_oid,
		status: fields.status,
		totalAmount: Number(fields.total_amount) / 100,
		paymentAmount: fields.payment_amount === undefined ? null : Number(fields.payment_amount) / 100,
		currency: fields.currency ?? '',
		paymentType: fields.payment_type ?? '',
		testMode: fields.test_mode === '1',
		raw,
	};
}

/**
 * Reads and verifies PayTR's notice of a paid link (the link callback): the hash over callback_id,
 * merchant_oid, salt, status and total_amount, and the merchant it is for. The signature itself is
 * not passed on.
 * @param body the parsed form; amounts × 100, as digits
 */
export function readNotice(body: IDataObject, merchant: Merchant): Result<Notice, Refusal> {
	const read = asFields(body);
	if (!read.ok) return read;
	const fields = read.value;
	const wrong = wrongField(fields);
	if (wrong) return refuse(400, wrong);
	if (
		fields.merchant_id !== undefined &&
		fields.merchant_id !== String(merchant.merchantId).trim()
	) {
		return refuse(403, 'merchant_id is another merchant');
	}
	const { callback_id, merchant_oid, status, total_amount, hash } = fields;
	const signed = { callback_id, merchant_oid, status, total_amount };
	const { merchantKey, merchantSalt } = merchant;
	if (!isPaytrNotice(signed, hash, String(merchantKey).trim(), String(merchantSalt).trim())) {
		return refuse(403, 'hash is wrong');
	}
	return ok(output(fields));
}
