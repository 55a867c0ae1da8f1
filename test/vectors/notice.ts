import { credentials, vectors } from './paytr.json';

/** The merchant of the vectors, as the credential contains it. */
export const MERCHANT = {
	merchantId: credentials.merchant_id,
	merchantKey: credentials.merchant_key,
	merchantSalt: credentials.merchant_salt,
};

const vector = vectors.find(({ name }) => name.startsWith('T10'));

/** A payment notification with the hash of the vector, and with the fields that no hash covers. */
export const NOTICE: Record<string, string> = {
	...Object.fromEntries(Object.entries(vector?.inputs ?? {})),
	hash: vector?.token ?? '',
	payment_amount: '1400',
	payment_type: 'card',
	currency: 'TL',
	merchant_id: credentials.merchant_id,
	test_mode: '0',
};
