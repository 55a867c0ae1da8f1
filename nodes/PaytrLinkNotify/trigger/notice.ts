import type { IDataObject } from 'n8n-workflow';
import { isPaytrNotice } from '../../../credentials/signing/paytr';
import { fail, ok, type Result } from '../../shared/result';

/** What a notice that can't be taken in is answered with. */
export interface Refusal {
	status: 400 | 403 | 413 | 415 | 503;
	message: string;
}

/**
 * A notice of a paid link; amounts in major units, as the workflow gets it. What the hash doesn't
 * cover is null where it can't be read.
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

/** The signed fields, each once and as sent: a repeated field is a list, which no hash can cover. */
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

/** An unsigned field: trimmed, '' where it wasn't sent, null where it isn't one text. */
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
 * Whether the notice says that it is for another store. The hash doesn't cover merchant_id, so it
 * proves nothing, and what is missing or no number is passed over. But PayTR fills it in beside a
 * hash made with the same store's key: where both can be read and differ, the credential mixes two
 * stores, and the payment would be booked on the wrong one.
 */
function isForAnother(body: IDataObject, merchantId: string): boolean {
	const named = unsigned(body, 'merchant_id') ?? '';
	return /^\d+$/.test(named) && named !== merchantId;
}

/**
 * PayTR reports successful payments only. Of any other status the amount can't be trusted either:
 * the hash covers status and total_amount as one text, and so fits `success1` and `445`.
 */
export const isPaid = ({ status }: Notice): boolean => status === 'success';

/**
 * Reads and verifies PayTR's notice of a paid link (the link callback): the hash over callback_id,
 * merchant_oid, salt, status and total_amount, and the merchant it is for. The signature itself is
 * not passed on.
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
