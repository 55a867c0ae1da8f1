import type { Fields } from '../types';

export interface PaytrService {
	service: string;
	path: string;
	/** The signed fields in their order, before merchant_salt. */
	signed: (fields: Fields) => string[];
}

const CREATE = ['name', 'price', 'currency', 'max_installment', 'link_type', 'lang'];

function createFields({ link_type }: Fields): string[] {
	if (link_type === 'product') return [...CREATE, 'min_count'];
	if (link_type === 'collection') return [...CREATE, 'email'];
	return CREATE;
}

function table(path: string, service: string, signed: string[] | PaytrService['signed']) {
	return {
		service: `paytr.${service}`,
		path,
		signed: Array.isArray(signed) ? () => signed : signed,
	};
}

/** Every PayTR service that the sandbox plays, with what its token covers. */
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
];
