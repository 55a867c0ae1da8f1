/* PayTR's transactions report, /rapor/islem-dokumu: sales and refunds. */
import type { IDataObject } from 'n8n-workflow';
import { amountOf, dateOf, installmentsOf, textOf } from './fields';

/**
 * The longest window in days: "at most 3 days" (PayTR's page), including both ends (PayTR's
 * samples).
 */
export const TRANSACTION_DAYS = 3;

/** PayTR's codes: S is a sale, I is a refund. */
export const typeOf = ({ islem_tipi: type }: IDataObject): 'sale' | 'refund' | null => {
	const letter = textOf(type)?.toUpperCase();
	if (letter === 'S') return 'sale';
	return letter === 'I' ? 'refund' : null;
};

/** A row with amounts in major units. Refunds lack some fields. Their amounts stay positive. */
export const simplifiedTransaction = (row: IDataObject): IDataObject => ({
	merchantOid: textOf(row.siparis_no),
	type: typeOf(row),
	amount: amountOf(row.islem_tutari),
	paidAmount: amountOf(row.odeme_tutari),
	netAmount: amountOf(row.net_tutar),
	fee: amountOf(row.kesinti_tutari),
	feeRate: amountOf(row.kesinti_orani),
	currency: textOf(row.para_birimi),
	date: dateOf(row.islem_tarihi),
	installments: installmentsOf(row.taksit),
	cardBrand: textOf(row.kart_marka),
	cardNumber: textOf(row.kart_no),
	paymentMethod: textOf(row.odeme_tipi),
});
