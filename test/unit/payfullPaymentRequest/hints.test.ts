/* Hints that n8n's editor shows before the first run, based on the node's parameters. */
import type { INodeParameters } from 'n8n-workflow';

import { PayfullPaymentRequest } from '../../../nodes/PayfullPaymentRequest/PayfullPaymentRequest.node';
import { evaluateFor } from '../nodeExpression';

const node = new PayfullPaymentRequest();
const { hints = [], subtitle } = node.description;

const send = { resource: 'paymentRequest', operation: 'send' };
const refund = { resource: 'transaction', operation: 'refund' };
const EVERY_TIME = [/^Every run sends again/];

it.each<[what: string, parameters: INodeParameters, expected: RegExp[]]>([
	['a request', send, []],
	['a request with a field added', { ...send, additionalFields: { quantity: 2 } }, []],
	['a request that is sent once', { ...send, sendOnce: 'perKey', deduplicationKey: 'A' }, []],
	['a request that is sent every time', { ...send, sendOnce: 'off' }, EVERY_TIME],
	['a refund', refund, []],
	['a refund that is made every time', { ...refund, sendOnce: 'off' }, EVERY_TIME],
	['a request to delete', { resource: 'paymentRequest', operation: 'delete' }, []],
])('hints before the run at what is odd about %s', (_what, parameters, expected) => {
	const shown = hints.filter(({ displayCondition }) =>
		evaluateFor(node, displayCondition, parameters),
	);
	expect(shown.map(({ message }) => message)).toEqual(
		expected.map((text): unknown => expect.stringMatching(text)),
	);
});

it.each([
	['paymentRequest', 'send', 'Send payment request'],
	['paymentRequest', 'delete', 'Delete payment request'],
	['transaction', 'getAll', 'Get many transactions'],
	['transaction', 'cancel', 'Cancel transaction'],
])('says below the node what %s %s does', (resource, operation, expected) => {
	expect(evaluateFor(node, subtitle, { resource, operation })).toBe(expected);
});
