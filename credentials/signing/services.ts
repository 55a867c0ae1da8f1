import { FORMATS, type Format } from './formats';
import { shown, UnsignableRequest } from './refusal';
import type { Form } from './form';

/** The signed fields of a service in order, without the salt, each with its format. */
export type SignedFields = Readonly<Record<string, Format>>;

const { merchantId, moment, date, order, email, minorUnits, flag } = FORMATS;

const CREATE = {
	name: FORMATS.name,
	price: minorUnits,
	currency: FORMATS.currency,
	max_installment: FORMATS.linkInstallments,
	link_type: FORMATS.linkType,
	lang: FORMATS.language,
};

/** The create service signs one more field for two of its link types. */
const BY_LINK_TYPE: Readonly<Record<string, SignedFields>> = {
	product: { ...CREATE, min_count: FORMATS.count },
	collection: { ...CREATE, email },
	flex: CREATE,
};

const TOKEN = {
	merchant_id: merchantId,
	user_ip: FORMATS.ip,
	merchant_oid: order,
	email,
	payment_amount: minorUnits,
};

const CARD_TOKEN: SignedFields = {
	...TOKEN,
	user_basket: FORMATS.basket,
	no_installment: flag,
	max_installment: FORMATS.installments,
	currency: FORMATS.currencyOrTry,
	test_mode: flag,
};

const EFT_TOKEN: SignedFields = { ...TOKEN, payment_type: FORMATS.eft, test_mode: flag };

function ofLink({ link_type: linkType = '' }: Form): SignedFields {
	if (Object.hasOwn(BY_LINK_TYPE, linkType)) return BY_LINK_TYPE[linkType];
	throw new UnsignableRequest(
		`'link_type' is not one of product, collection, flex: ${shown(linkType)}`,
		'Set the field link_type of the link to create.',
	);
}

const ofToken = ({ payment_type: type }: Form) => (type === 'eft' ? EFT_TOKEN : CARD_TOKEN);

/**
 * All signed PayTR services by path. Source: PayTR's developer pages and official samples (link,
 * order status, refund, reports, BIN, installment rates, iFrame token, stored cards, platform
 * transfer, returned transfers).
 */
export const SERVICES: Readonly<Record<string, SignedFields | ((form: Form) => SignedFields)>> = {
	'/odeme/api/link/send-sms': {
		id: FORMATS.linkId,
		merchant_id: merchantId,
		cell_phone: FORMATS.phone,
	},
	'/odeme/api/link/send-email': { id: FORMATS.linkId, merchant_id: merchantId, email },
	'/odeme/api/link/create': ofLink,
	'/odeme/api/link/delete': { id: FORMATS.linkIds, merchant_id: merchantId },
	'/odeme/durum-sorgu': { merchant_id: merchantId, merchant_oid: order },
	'/odeme/iade': { merchant_id: merchantId, merchant_oid: order, return_amount: FORMATS.decimal },
	'/rapor/islem-dokumu': { merchant_id: merchantId, start_date: moment, end_date: moment },
	'/rapor/odeme-dokumu': { merchant_id: merchantId, start_date: date, end_date: date },
	'/rapor/odeme-detayi': { merchant_id: merchantId, date },
	'/odeme/api/bin-detail': { bin_number: FORMATS.bin, merchant_id: merchantId },
	'/odeme/taksit-oranlari': { merchant_id: merchantId, request_id: FORMATS.request },
	'/odeme/api/get-token': ofToken,
	'/odeme/capi/list': { utoken: FORMATS.cardToken },
	'/odeme/capi/delete': { ctoken: FORMATS.cardToken, utoken: FORMATS.cardToken },
	'/odeme/platform/transfer': {
		merchant_id: merchantId,
		merchant_oid: order,
		trans_id: FORMATS.transfer,
		submerchant_amount: minorUnits,
		total_amount: minorUnits,
		transfer_name: FORMATS.holder,
		transfer_iban: FORMATS.iban,
	},
	'/odeme/geri-donen-transfer': { merchant_id: merchantId, start_date: moment, end_date: moment },
	'/odeme/hesaptan-gonder': { merchant_id: merchantId, trans_id: FORMATS.transfer },
};

/** PayTR's direct payment. It is the only service that receives card data. */
const CARD_PAYMENT = '/odeme';

/**
 * The signed fields of the service at a path. The path may end with a slash, as in PayTR's samples.
 * @throws UnsignableRequest for a path that isn't in the table
 */
export function serviceAt(path: string, form: Form): { service: string; fields: SignedFields } {
	const service = path.endsWith('/') ? path.slice(0, -1) : path;
	if (service === CARD_PAYMENT) {
		throw new UnsignableRequest(
			'Direct card payment is not signed',
			"A card's number would stand in n8n's executions. Use a payment link or /odeme/api/get-token.",
		);
	}
	if (!Object.hasOwn(SERVICES, service)) {
		throw new UnsignableRequest(
			`This credential knows no PayTR service at ${shown(path)}`,
			`It signs for ${Object.keys(SERVICES).join(', ')}.`,
		);
	}
	const fields = SERVICES[service];
	return { service, fields: typeof fields === 'function' ? fields(form) : fields };
}
