import type { Fields } from '../types';

export interface PaytrService {
	service: string;
	path: string;
	/** The signed fields in order, without merchant_salt. */
	signed: (fields: Fields) => string[];
}

const CREATE = ['name', 'price', 'currency', 'max_installment', 'link_type', 'lang'];

function createFields({ link_type }: Fields): string[] {
	if (link_type === 'product') return [...CREATE, 'min_count'];
	if (link_type === 'collection') return [...CREATE, 'email'];
	return CREATE;
}

const TOKEN = ['merchant_id', 'user_ip', 'merchant_oid', 'email', 'payment_amount'];

function tokenFields({ payment_type }: Fields): string[] {
	return payment_type === 'eft'
		? [...TOKEN, 'payment_type', 'test_mode']
		: [...TOKEN, ...['user_basket', 'no_installment', 'max_installment', 'currency', 'test_mode']];
}

function table(path: string, service: string, signed: string[] | PaytrService['signed']) {
	return {
		service: `paytr.${service}`,
		path,
		signed: Array.isArray(signed) ? () => signed : signed,
	};
}

/** All PayTR services of the sandbox, with the fields that each token covers. */
export const PAYTR_SERVICES: PaytrService[] = [
	table('/odeme/api/link/send-sms', 'send-sms', ['id', 'merchant_id', 'cell_phone']),
	table('/odeme/api/link/send-email', 'send-email', ['id', 'merchant_id', 'email']),
	table('/odeme/api/link/create', 'create', createFields),
	table('/odeme/api/link/delete', 'delete', ['id', 'merchant_id']),
	table('/odeme/durum-sorgu', 'order-status', ['merchant_id', 'merchant_oid']),
	table('/odeme/iade', 'refund', ['merchant_id', 'merchant_oid', 'return_amount']),
	table('/rapor/islem-dokumu', 'transactions-report', ['merchant_id', 'start_date', 'end_date']),
	table('/rapor/odeme-dokumu', 'payments-report', ['merchant_id', 'start_date', 'end_date']),
	table('/rapor/odeme-detayi', 'payment-detail-report', ['merchant_id', 'date']),
	table('/odeme/api/bin-detail', 'bin-detail', ['bin_number', 'merchant_id']),
	table('/odeme/taksit-oranlari', 'installment-rates', ['merchant_id', 'request_id']),
	table('/odeme/api/get-token', 'get-token', tokenFields),
	table('/odeme/capi/list', 'card-list', ['utoken']),
	table('/odeme/capi/delete', 'card-delete', ['ctoken', 'utoken']),
	table('/odeme/platform/transfer', 'platform-transfer', [
		...['merchant_id', 'merchant_oid', 'trans_id', 'submerchant_amount'],
		...['total_amount', 'transfer_name', 'transfer_iban'],
	]),
	table('/odeme/geri-donen-transfer', 'returned-transfers', [
		...['merchant_id', 'start_date', 'end_date'],
	]),
	table('/odeme/hesaptan-gonder', 'account-transfer', ['merchant_id', 'trans_id']),
];
