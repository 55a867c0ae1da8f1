import type { IDataObject } from 'n8n-workflow';
import { isPaytrNotice } from '../../../credentials/signing/paytr';
import { fail, ok, type Result } from '../../shared/result';

/** The response to a rejected payment notification. */
export interface Refusal {
	status: 400 | 403 | 413 | 415 | 503;
	message: string;
}

/**
 * A payment notification as the workflow gets it, with amounts in major units. Fields that the hash
 * doesn't cover are null if they can't be read.
 */
export interface Notice extends IDataObject {
	callbackId: string;
	merchantOid: string;
	status: string;
	totalAmount: number;
	paymentAmount: number | null;
	currency: string | null;
	paymentType: string | null;
	testMode: boolean | null;
	raw: IDataObject;
}

export interface Merchant {
	merchantId: string;
	merchantKey: string;
	merchantSalt: string;
}

/** The fields that the hash covers, and the hash. */
const SIGNED = ['callback_id', 'merchant_oid', 'status', 'total_amount', 'hash'] as const;

type Signed = Record<(typeof SIGNED)[number], string>;

const AMOUNT = /^\d{1,15}$/;

const refuse = (status: Refusal['status'], message: string) => fail<Refusal>({ status, message });

/**
 * The signed fields, unchanged. A field that was sent twice is a list, and no hash can cover a
 * list.
 */
function signedFields(body: IDataObject): Result<Signed, Refusal> {
	const fields: Record<string, string> = {};
	for (const name of SIGNED) {
		const value = body[name];
		if (value === undefined || value === '') return refuse(400, `${name} is missing`);
		if (typeof value !== 'string') return refuse(400, `${name} must be sent once, as text`);
		fields[name] = value;
	}
	if (!AMOUNT.test(fields.total_amount)) return refuse(400, 'total_amount is not a whole number');
	return ok(fields as Signed);
}

/**
 * An unsigned field: its trimmed text, '' if it was not sent, or null if it isn't a single text.
 */
function unsigned(body: IDataObject, name: string): string | null {
	const value = body[name] ?? '';
	return typeof value === 'string' ? value.trim() : null;
}

function testMode(value: string | null): boolean | null {
	if (value === '1') return true;
	return value === '0' || value === '' ? false : null;
}

function output(signed: Signed, body: IDataObject): Notice {
	const paymentAmount = unsigned(body, 'payment_amount') ?? '';
	return {
		callbackId: signed.callback_id,
		merchantOid: signed.merchant_oid,
		status: signed.status,
		totalAmount: Number(signed.total_amount) / 100,
		paymentAmount: AMOUNT.test(paymentAmount) ? Number(paymentAmount) / 100 : null,
		currency: unsigned(body, 'currency'),
		paymentType: unsigned(body, 'payment_type'),
		testMode: testMode(unsigned(body, 'test_mode')),
		raw: Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'hash')),
	};
}

/**
 * Whether the payment notification is for another store. The hash doesn't cover merchant_id, so the
 * ID proves nothing, and a missing or non-numeric ID is ignored. But PayTR sends the ID of the
 * store whose key made the hash. If both IDs are readable and differ, the credential mixes two
 * stores, and the payment would count for the wrong store.
 */
function isForAnother(body: IDataObject, merchantId: string): boolean {
	const named = unsigned(body, 'merchant_id') ?? '';
	return /^\d+$/.test(named) && named !== merchantId;
}

/**
 * PayTR reports only successful payments. With any other status, the amount isn't reliable either:
 * the hash covers status and total_amount as one text, so it also matches `success1` and `445`.
 */
export const isPaid = ({ status }: Notice): boolean => status === 'success';

/**
 * Reads and verifies PayTR's payment notification: the hash over callback_id, merchant_oid, salt,
 * status and total_amount, and the merchant ID. The workflow doesn't get the signature.
 * @param body the parsed form; amounts × 100, as digits
 */
export function readNotice(body: IDataObject, merchant: Merchant): Result<Notice, Refusal> {
	const signed = signedFields(body);
	if (!signed.ok) return signed;
	const [merchantId, key, salt] = [
		merchant.merchantId,
		merchant.merchantKey,
		merchant.merchantSalt,
	].map((value) => String(value).trim());
	if (isForAnother(body, merchantId)) return refuse(403, 'merchant_id is another merchant');
	if (!isPaytrNotice(signed.value, signed.value.hash, key, salt)) {
		return refuse(403, 'hash is wrong');
	}
	return ok(output(signed.value, body));
}
