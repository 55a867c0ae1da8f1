/* How many fields of Payfull's node a person sees who has just chosen an operation. */
import { NodeHelpers, type INodeParameters, type NodeParameterValue } from 'n8n-workflow';

import { PayfullPaymentRequest } from '../../nodes/PayfullPaymentRequest/PayfullPaymentRequest.node';

const AT_MOST = 9;

const { description } = new PayfullPaymentRequest();

/** The fields that n8n shows, from top to bottom: each at its default, but for what was chosen. */
function visible(chosen: INodeParameters): string[] {
	const values = { ...chosen };
	const names: string[] = [];
	// A field may hang on one that stands below it, so the defaults are found first.
	for (const isLast of [false, true]) {
		for (const property of description.properties) {
			const node = { typeVersion: 1 };
			if (!NodeHelpers.displayParameter(values, property, node, description)) continue;
			values[property.name] ??= property.default as NodeParameterValue;
			if (isLast && property.type !== 'notice') names.push(property.name);
		}
	}
	return names;
}

/**
 * Not counted: what every operation has, and a choice that belongs to the field below it: where the
 * amount comes from, and 'Send Only Once' with its key.
 */
const FRAME = /^(resource|operation|additionalFields|options|predefinedPayment|sendOnce)$/;

const request = { resource: 'paymentRequest' };
const transaction = { resource: 'transaction' };

const SEND =
	'recipientEmail paymentFreeAmount kdv title endDate emailText requestType deduplicationKey';

it.each<[INodeParameters, string]>([
	[{ ...request, operation: 'send' }, `viaEmailSms ${SEND}`],
	[
		{ ...request, operation: 'send', predefinedPayment: true },
		`viaEmailSms ${SEND.replace('paymentFreeAmount', 'paymentItem')}`,
	],
	[{ ...request, operation: 'delete' }, 'paymentRequestHash'],
	[{ ...transaction, operation: 'get' }, 'merchantTrxId'],
	[{ ...transaction, operation: 'getAll' }, 'startDate endDate returnAll limit'],
	[{ ...transaction, operation: 'refund' }, 'transactionId total deduplicationKey'],
	[{ ...transaction, operation: 'cancel' }, 'transactionId'],
])('shows at most nine fields to fill in, in this order: %j', (chosen, expected) => {
	const fields = visible(chosen).filter((name) => !FRAME.test(name));
	expect(fields).toEqual(expected.split(' '));
	expect(fields.length).toBeLessThanOrEqual(AT_MOST);
});

it('has Additional Fields last, above Options', () => {
	expect(visible({ ...request, operation: 'send' }).slice(-2)).toEqual([
		'additionalFields',
		'options',
	]);
});
