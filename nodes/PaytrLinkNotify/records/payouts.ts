/* PayTR's payments report and payment detail report: payouts to the merchant's bank. */
import type { IDataObject } from 'n8n-workflow';
import { amountOf, dateOf, textOf } from './fields';

/** The longest window in days: "at most 31 days" (PayTR's samples). */
export const PAYOUT_DAYS = 31;

/** A day's payout in one currency. */
export const simplifiedPayout = (row: IDataObject): IDataObject => ({
	date: dateOf(row.date_paid),
	currency: textOf(row.currency),
	sales: amountOf(row.sales),
	refunds: amountOf(row.return),
	net: amountOf(row.net),
	iban: textOf(row.merchant_iban),
});

/** An order in a day's payout. */
export const simplifiedPayoutOrder = (row: IDataObject): IDataObject => ({
	merchantOid: textOf(row.merchant_oid),
	amount: amountOf(row.payment),
	currency: textOf(row.currency),
	iban: textOf(row.merchant_iban),
	merchantName: textOf(row.merchant_name),
});
