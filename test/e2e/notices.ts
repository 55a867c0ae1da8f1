import { SANDBOX_CREDENTIALS } from '../../sandbox/options';
import { paytrCallbackHash } from '../../sandbox/signatures';

/** The form that PayTR posts for a payment. The changes are applied after signing. */
export function noticeOf(
	merchantOid: string,
	changes: Record<string, string> = {},
): URLSearchParams {
	const signed = {
		callback_id: 'ORDER1001',
		merchant_oid: merchantOid,
		status: 'success',
		total_amount: '14990',
	};
	return new URLSearchParams({
		...signed,
		hash: paytrCallbackHash(signed, SANDBOX_CREDENTIALS.paytr),
		payment_amount: '14990',
		payment_type: 'card',
		currency: 'TL',
		merchant_id: SANDBOX_CREDENTIALS.paytr.merchantId,
		test_mode: '0',
		...changes,
	});
}
