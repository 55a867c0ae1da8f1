import { without } from '../fields';
import type { ProviderApi, Verdict } from '../service';
import { paytrMessage, paytrSignature, sameText } from '../signatures';
import type { Fields } from '../types';
import { createLink, deleteLinks, TYPE_FIELD } from './links';
import { deleteCard, listCards } from './cards';
import { getToken } from './iframe';
import { binDetail, installmentRates } from './lookups';
import { sendLink } from './notify';
import { orderStatus, refund } from './orders';
import { errNo, fieldReason, inWordsOf, REASONS, refusal, refusalOnDemand } from './refusals';
import { report } from './reports';
import { PAYTR_SERVICES } from './services';
import { explainToken } from './signatureHints';
import { platformTransfer, sendFromAccount } from './transfers';

const BY_PATH = new Map(PAYTR_SERVICES.map((entry) => [entry.path, entry]));
const BY_SERVICE = new Map(PAYTR_SERVICES.map((entry) => [entry.service, entry]));

const HANDLERS: Record<
	string,
	(service: string, fields: Fields, context: Parameters<ProviderApi['decide']>[2]) => Verdict
> = {
	'paytr.send-sms': sendLink,
	'paytr.send-email': sendLink,
	'paytr.create': createLink,
	'paytr.delete': deleteLinks,
	'paytr.order-status': orderStatus,
	'paytr.refund': refund,
	'paytr.transactions-report': report,
	'paytr.payments-report': report,
	'paytr.payment-detail-report': report,
	'paytr.bin-detail': binDetail,
	'paytr.installment-rates': installmentRates,
	'paytr.get-token': getToken,
	'paytr.card-list': listCards,
	'paytr.card-delete': deleteCard,
	'paytr.platform-transfer': platformTransfer,
	'paytr.returned-transfers': report,
	'paytr.account-transfer': sendFromAccount,
};

/** These fields are signed as received. If they are empty or missing, PayTR uses a default. */
const MAY_BE_EMPTY = ['currency', 'lang', 'test_mode', 'payment_type'];

function requiredFields(service: string, fields: Fields, signed: string[]): string[] {
	const perType = service === 'paytr.create' ? TYPE_FIELD[fields.link_type] : undefined;
	return [...signed, ...(perType === undefined ? [] : [perType])].filter(
		(name) => !MAY_BE_EMPTY.includes(name),
	);
}

/**
 * The checks in PayTR's assumed order: the store, missing fields, the token, then the service's own
 * checks.
 */
function decide(
	service: string,
	fields: Fields,
	context: Parameters<ProviderApi['decide']>[2],
): Verdict {
	const credentials = context.options.credentials.paytr;
	if (fields.merchant_id !== credentials.merchantId) {
		const detail =
			Object.keys(fields).length === 0
				? 'no form fields: the body must be application/x-www-form-urlencoded or multipart/form-data'
				: `merchant_id is ${fields.merchant_id ?? 'missing'}, this sandbox plays ${credentials.merchantId}`;
		return refusal(service, fields, REASONS.merchant, { code: errNo(service, 'merchant'), detail });
	}
	const signed = BY_SERVICE.get(service)?.signed(fields) ?? [];
	const missing = requiredFields(service, fields, signed).find((name) => !fields[name]);
	if (missing) {
		const words =
			service === 'paytr.refund' ? `Gecersiz ${missing}` : fieldReason(service, missing);
		return refusal(service, fields, words, {
			code: errNo(service, 'field', missing),
			detail: `${missing} is missing or empty`,
		});
	}
	const token = fields.paytr_token ?? '';
	const message = paytrMessage(signed, fields, credentials.merchantSalt);
	if (!sameText(token, paytrSignature(message, credentials.merchantKey))) {
		const slip = explainToken(token, signed, fields, credentials);
		return refusal(service, fields, REASONS.token, {
			code: errNo(service, 'token'),
			...slip,
			detail: token === '' ? 'paytr_token is missing' : slip.detail,
		});
	}
	if (fields.debug_on !== undefined && !/^[01]?$/.test(fields.debug_on)) {
		return refusal(service, fields, fieldReason(service, 'debug_on'), {
			detail: 'debug_on: 0 or 1',
		});
	}
	return HANDLERS[service](service, without(fields, 'paytr_token'), context);
}

export const paytrApi: ProviderApi = {
	provider: 'paytr',
	paths: [...BY_PATH.keys()],
	signatureField: 'paytr_token',
	success: { status: 'success' },
	serviceOf: (path) => BY_PATH.get(path)?.service ?? 'paytr.unknown',
	decide,
	refuse: refusalOnDemand,
	say: inWordsOf,
};
