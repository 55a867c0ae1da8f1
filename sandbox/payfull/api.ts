/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { isIP } from 'node:net';
import type { Context, ProviderApi, Verdict } from '../service';
import { payfullMessage, payfullSignature, sameText } from '../signatures';
import type { Fields } from '../types';
import { refusal } from './errors';
import { explainHash } from './hashHints';
import { lookUp } from './lookups';
import { deleteRequest, sendRequest, success } from './request';
import { cancel, refund } from './transactions';

/** An address that is never authorized, to try code 100. */
const NEVER_ALLOWED_IP = '203.0.113.100';

const SERVICES: Record<string, string> = {
	'Set.Request': 'payfull.request',
	'Delete.Request': 'payfull.delete',
	'Get.Issuer': 'payfull.issuer',
	'Get.TransactionStatus': 'payfull.transaction-status',
	'Get.TransactionsList': 'payfull.transactions-list',
	'Get.Installments': 'payfull.installments',
	Return: 'payfull.refund',
	Cancel: 'payfull.cancel',
};

const PARAM: Record<string, string> = {
	Set: 'set_param',
	Delete: 'delete_param',
	Get: 'get_param',
};

/** The operations that `type` selects without another parameter. */
const DEEDS: Record<string, (fields: Fields, context: Context) => Verdict> = {
	Return: refund,
	Cancel: cancel,
};

/**
 * All operations have the same URL. `type`, usually together with another parameter, selects the
 * operation.
 */
function serviceOf(_path: string, fields: Fields): string {
	const { type } = fields;
	const name = Object.hasOwn(DEEDS, type ?? '')
		? type
		: `${type}.${fields[PARAM[type] ?? ''] ?? ''}`;
	return SERVICES[name] ?? 'payfull.unknown';
}

function isAllowed(ip: string, allowedIps: string[] | undefined): boolean {
	return allowedIps ? allowedIps.includes(ip) : ip !== NEVER_ALLOWED_IP;
}

/** The common checks in Payfull's assumed order, followed by the operation's own checks. */
function decide(service: string, received: Fields, context: Context): Verdict {
	const { options } = context;
	const { merchant, password } = options.credentials.payfull;
	const empty = Object.keys(received).filter((key) => received[key] === '');
	if (empty.length > 0) {
		return refusal('21', received, {
			field: empty.join(', '),
			note: 'clients disagree on how an empty parameter is hashed: never send one',
		});
	}
	for (const field of ['merchant', 'type', 'language', 'client_ip', 'hash']) {
		if (received[field] === undefined) {
			const note = Object.keys(received).length === 0 ? 'no form fields in the body' : undefined;
			return refusal('01', received, { field, ...(note ? { note } : {}) });
		}
	}
	const { hash, ...fields } = received;
	const deed = Object.hasOwn(DEEDS, fields.type) ? DEEDS[fields.type] : undefined;
	if (PARAM[fields.type] === undefined && !deed) return refusal('05', fields);
	if (fields.merchant !== merchant) {
		return refusal('03', fields, { note: `this sandbox plays merchant ${merchant}` });
	}
	if (!sameText(hash, payfullSignature(payfullMessage(fields), password))) {
		return refusal('04', fields, explainHash(hash, fields, password));
	}
	if (!['tr', 'en'].includes(fields.language)) return refusal('02', fields);
	if (isIP(fields.client_ip) === 0) return refusal('101', fields);
	if (!isAllowed(fields.client_ip, options.allowedIps)) return refusal('100', fields);
	if (deed) return deed(fields, context);
	const param = PARAM[fields.type];
	if (fields[param] === undefined) return refusal('01', fields, { field: param });
	if (service === 'payfull.request') return sendRequest(fields, context);
	if (service === 'payfull.delete') return deleteRequest(fields, context);
	if (fields.type === 'Get') return lookUp(service, fields, context);
	return fields.type === 'Set'
		? refusal('20', fields)
		: refusal('21', fields, { field: 'delete_param' });
}

export const payfullApi: ProviderApi = {
	provider: 'payfull',
	paths: ['/integration/api/v1'],
	signatureField: 'hash',
	success: success({ approved: true }),
	serviceOf,
	decide,
	say: ({ statusType }, _service, _verdict, answer) =>
		statusType === 'number' || Array.isArray(answer)
			? answer
			: { ...answer, status: String(answer.status) },
	refuse: (_service, { code = '21', reason }, fields) => refusal(code, fields, { reason }),
};
