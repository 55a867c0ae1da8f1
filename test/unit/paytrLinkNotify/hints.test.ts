/* Hints that n8n's editor shows before the first run, based on the node's parameters. */
import type { INodeParameters } from 'n8n-workflow';

import { PaytrLinkNotify } from '../../../nodes/PaytrLinkNotify/PaytrLinkNotify.node';
import { evaluateFor } from '../nodeExpression';

const node = new PaytrLinkNotify();
const { hints = [], subtitle } = node.description;

const evaluate = (expression: string | undefined, parameters: INodeParameters) =>
	evaluateFor(node, expression, parameters);

const create = { resource: 'link', operation: 'create', sendOnce: 'perKey' };
const sms = { ...create, notifyVia: ['sms'] };
const callback = (fields: INodeParameters) => ({ ...sms, additionalFields: fields });
const NOT_SENT = "The links will be created, but not sent: 'Send By' is empty.";

it.each<[what: string, parameters: INodeParameters, expected: Array<RegExp | string>]>([
	['a link that nobody gets', create, [NOT_SENT]],
	['a link with an empty list of channels', { ...create, notifyVia: [] }, [NOT_SENT]],
	['a link that is sent', sms, []],
	['a link that is sent every time', { ...sms, sendOnce: 'off' }, [/^Every run sends again/]],
	[
		'an existing link that is sent every time',
		{ resource: 'notification', operation: 'sendSms', sendOnce: 'off' },
		[/^Every run sends again/],
	],
	['an existing link', { resource: 'notification', operation: 'sendSms' }, []],
	['a link to delete', { resource: 'link', operation: 'delete' }, []],
	['a payment', { resource: 'payment', operation: 'get' }, []],
	[
		'a callback link without an ID',
		callback({ callbackLink: 'https://n8n.example.com/webhook/1/paytr' }),
		[/^'Callback Link' needs 'Callback ID' too/],
	],
	['both', callback({ callbackLink: 'https://n8n.example.com/x', callbackId: 'A1' }), []],
])('shows a hint about %s before the run', (_what, parameters, expected) => {
	const shown = hints.filter(({ displayCondition }) => evaluate(displayCondition, parameters));
	expect(shown.map(({ message }) => message)).toEqual(
		expected.map((text): unknown =>
			typeof text === 'string' ? text : expect.stringMatching(text),
		),
	);
});

it.each([
	['link', 'create', 'Create payment link and send it'],
	['notification', 'sendEmailAndSms', 'Send existing link by email and SMS'],
	['payout', 'get', 'Get payout'],
])('describes %s %s below the node', (resource, operation, expected) => {
	expect(evaluate(subtitle, { resource, operation })).toBe(expected);
});
