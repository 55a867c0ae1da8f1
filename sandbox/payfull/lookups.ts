import type { Context, Verdict } from '../service';
import type { Fields } from '../types';
import { refusal } from './errors';
import { success } from './request';
import { transaction, transactionsOfDay } from './transactions';

/**
 * The Get operations. Payfull documents only the outer structure of their responses, so the content
 * is made up.
 */
const LOOKUPS: Record<string, (fields: Fields, context: Context) => Verdict> = {
	'payfull.issuer': (fields) => {
		if (fields.bin === undefined) return refusal('01', fields, { field: 'bin' });
		if (!/^\d{6}$/.test(fields.bin)) return refusal('40', fields, { field: 'bin' });
		return {
			accepted: true,
			answer: success({
				bin: fields.bin,
				bank_id: 'Sandbox',
				bank: 'Sandbox Bankası',
				type: 'CREDIT',
				brand: fields.bin.startsWith('4') ? 'VISA' : 'MASTERCARD',
			}),
		};
	},
	'payfull.transaction-status': (fields, { store }) => {
		const id = fields.merchant_trx_id;
		if (id === undefined) return refusal('01', fields, { field: 'merchant_trx_id' });
		const payment = store.payments.find((known) => known.merchantOid === id);
		if (!payment) return refusal('37', fields, { field: 'merchant_trx_id' });
		return { accepted: true, answer: success(transaction(payment)) };
	},
	'payfull.transactions-list': transactionsOfDay,
	'payfull.installments': () => {
		const installments = [1, 2, 3, 6, 9, 12].map((count) => ({
			count,
			commission: `${(count - 1) * 1.5}%`,
		}));
		return { accepted: true, answer: success({ installments }) };
	},
};

export function lookUp(service: string, fields: Fields, context: Context): Verdict {
	const handler = LOOKUPS[service];
	if (!handler) return refusal('21', fields, { field: 'get_param' });
	return handler(fields, context);
}
