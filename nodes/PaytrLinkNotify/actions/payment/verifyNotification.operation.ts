import type { ICredentialDataDecryptedObject, IDataObject, INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../../shared/operation';
import { fail, ok, type Failure } from '../../../shared/result';
import { problem, shown, type Parsed } from '../../../shared/values/problem';
import { isPaid, readNotice, type Merchant, type Refusal } from '../../trigger/notice';

const notificationField: INodeProperties = {
	displayName: 'Payment Notification',
	name: 'notification',
	type: 'json',
	default: '={{ $json.body }}',
	required: true,
	hint: "The body that n8n's Webhook or Wait node received",
	description:
		'What PayTR posted to the Callback Link of a link, as an object: callback_id, merchant_oid, status, total_amount, hash, …',
};

const FIX = "Use the body that n8n's Webhook or Wait node received: {{ $json.body }}.";

/** An object or its JSON text. n8n's field can contain both. */
function notification(value: unknown): Parsed<IDataObject> {
	let given = value;
	if (typeof value === 'string') {
		try {
			given = JSON.parse(value);
		} catch {
			given = undefined;
		}
	}
	return typeof given === 'object' && given !== null && !Array.isArray(given)
		? ok(given as IDataObject)
		: problem(`is not an object: ${shown(value)}`, FIX);
}

const merchantOf = (credential: ICredentialDataDecryptedObject = {}): Merchant => ({
	merchantId: String(credential.merchantId ?? ''),
	merchantKey: String(credential.merchantKey ?? ''),
	merchantSalt: String(credential.merchantSalt ?? ''),
});

const LABEL = notificationField.displayName;

/**
 * A form that isn't from PayTR is an invalid parameter. A form with a wrong signature is rejected.
 */
const refused = ({ status, message }: Refusal): Failure =>
	status === 403
		? {
				outcome: 'rejected',
				provider: 'PayTR',
				message: `'${LABEL}' was not signed by PayTR for this store: ${message}`,
				description:
					"Do not treat it as a payment. If PayTR really sent it, check 'Merchant Key' and 'Merchant Salt' in the PayTR API credential.",
			}
		: {
				outcome: 'invalid',
				provider: 'PayTR',
				message: `'${LABEL}' is not complete: ${message}`,
				description: FIX,
			};

const notPaid = (status: string): Failure => ({
	outcome: 'rejected',
	provider: 'PayTR',
	message: `'${LABEL}' does not report a payment, its status is ${shown(status)}`,
	description: 'Do not treat it as a payment: PayTR reports paid links with the status success.',
});

export const verifyNotification: Operation = {
	option: {
		name: 'Verify Notification',
		value: 'verifyNotification',
		action: 'Verify payment notification',
		description: "Check that PayTR signed a payment notification that n8n's Webhook node received",
	},
	unit: 'payment',
	isRead: true,
	fields: [notificationField],
	prepare({ reader, credential }) {
		const body = reader.read(notificationField, notification) ?? {};
		if (reader.problems.length) return reader.finish(() => ({ steps: [], run: async () => [] }));
		const notice = readNotice(body, merchantOf(credential));
		if (!notice.ok) return fail(refused(notice.error));
		if (!isPaid(notice.value)) return fail(notPaid(notice.value.status));
		return ok({ steps: [], run: async () => [{ json: notice.value }] });
	},
};
