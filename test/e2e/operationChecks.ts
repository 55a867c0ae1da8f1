/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import type { VersionContext } from './context';
import { noticeOf } from './notices';
import { NODE, pay, PAYFULL, PAYTR, runOnce, WebhookRunner } from './workflows';

const LINK = {
	resource: 'link',
	operation: 'create',
	name: 'Örnek Ürün',
	price: '149,90',
	currency: 'TL',
	sendOnce: 'off',
};

export const PRODUCT_LINK = { ...LINK, linkType: 'product' };

export const PAYMENT_REQUEST = {
	operation: 'send',
	viaEmailSms: '2',
	title: "Çay Bardağı 6'lı Set",
	recipientEmail: '={{ $json.email }}',
	recipientPhone: '={{ $json.phone }}',
	endDate: '2030-01-31T00:00:00',
	predefinedPayment: false,
	paymentFreeAmount: '1.234,56',
	kdv: '18',
	requestType: 'normal',
	emailText: 'Sayın [email or name-surname]',
	smsText: 'Ödeme linkiniz: [LINK]',
	sendOnce: 'off',
	additionalFields: {
		recipientFirstName: 'Gülşah',
		recipientLastName: 'Öztürk',
		startDate: '2030-01-01T00:00:00',
		paymentFreeTitle: 'İnce belli çay bardağı 🫖',
	},
};

export const CUSTOMER = {
	phone: '+90 (532) 123 45 67',
	email: 'gulsah@example.com',
	id: 'NB2Zlz3',
};

/**
 * Runs every operation in a workflow that a webhook starts, and compares what the sandbox received.
 */
export async function operationChecks({ n8n, sandbox, checks }: VersionContext): Promise<void> {
	type Judge = (
		outputs: Array<Record<string, unknown>>,
		state: ReturnType<typeof sandbox.state>,
	) => void;
	type Parameters = Record<string, unknown>;
	const check = checks.of('operations');
	const run = async (name: string, type: string, parameters: Parameters, items: object[]) => {
		const execution = await runOnce(n8n.api, name, { type, parameters }, items);
		assert.equal(execution.status, 'success', execution.error);
		return execution.output(NODE).map(({ json }) => json);
	};
	const judged = async (name: string, type: string, parameters: Parameters, judge: Judge) =>
		await check(name, async () => {
			sandbox.reset();
			judge(await run(name, type, parameters, [CUSTOMER]), sandbox.state());
		});
	const paytr = async (what: string, parameters: Parameters, judge: Judge) =>
		await judged(`PayTR: ${what}`, PAYTR, parameters, judge);
	const payfull = async (what: string, changes: Parameters, judge: Judge) =>
		await judged(`Payfull: ${what}`, PAYFULL, { ...PAYMENT_REQUEST, ...changes }, judge);
	const [email, cellPhone] = ['={{ $json.email }}', '={{ $json.phone }}'];
	const notify = (operation: string) => ({
		...{ resource: 'notification', operation, linkId: '={{ $json.id }}', cellPhone, email },
	});
	const recipients = ({ messages }: ReturnType<typeof sandbox.state>) =>
		messages.map(({ channel, to, linkId }) => `${channel} ${to} ${linkId ?? ''}`.trim()).sort();
	const bothWays = (id: string) => [`email gulsah@example.com ${id}`, `sms 05321234567 ${id}`];

	await paytr('send SMS', notify('sendSms'), ([output], state) => {
		assert.deepEqual(recipients(state), ['sms 05321234567 NB2Zlz3']);
		assert.deepEqual(output, {
			success: true,
			linkId: 'NB2Zlz3',
			channel: 'sms',
			recipient: '05321234567',
			response: { status: 'success' },
		});
	});
	await paytr('send e-mail', notify('sendEmail'), ([output], state) => {
		assert.deepEqual(recipients(state), ['email gulsah@example.com NB2Zlz3']);
		assert.equal(output.channel, 'email');
	});
	await paytr('send e-mail and SMS', notify('sendEmailAndSms'), (outputs, state) => {
		assert.equal(outputs.length, 2);
		assert.deepEqual(recipients(state), bothWays('NB2Zlz3'));
	});
	await paytr(
		'create a product link and send it both ways',
		{
			...PRODUCT_LINK,
			...{ notifyVia: ['email', 'sms'], email, cellPhone },
			additionalFields: { getQr: true, expiryDate: '2030-01-01T12:00:00' },
		},
		([output], state) => {
			const [link] = state.links;
			assert.equal(output.linkId, link.id);
			assert.equal(link.price, 14990);
			assert.equal(link.expiry, '2030-01-01 12:00:00');
			assert.deepEqual(recipients(state), bothWays(link.id));
		},
	);
	await paytr(
		'create a collection link',
		{ ...LINK, linkType: 'collection', email },
		([output], { links }) => {
			assert.equal(output.linkId, links[0].id);
			assert.equal(links[0].email, 'gulsah@example.com');
		},
	);
	await paytr(
		'create a link with a flexible amount',
		{ ...LINK, linkType: 'flex', flexMaxPrice: 500 },
		(_outputs, { links }) => assert.equal(links[0].flexMaxPrice, 50000),
	);
	await check('PayTR: delete twelve links in two requests', async () => {
		sandbox.reset();
		await run('PayTR: links to delete', PAYTR, PRODUCT_LINK, Array(12).fill(CUSTOMER));
		const ids = sandbox.state().links.map(({ id }) => id);
		assert.equal(ids.length, 12);
		const deleted = { resource: 'link', operation: 'delete', linkId: ids.join(', ') };
		assert.equal((await run('PayTR: delete links', PAYTR, deleted, [{}])).length, 12);
		const { links, counts } = sandbox.state();
		assert.ok(links.every((link) => link.deleted));
		assert.equal(counts.accepted['paytr.delete'], 2);
	});
	await check('PayTR: looks up a paid link, refunds it once, and lists it', async () => {
		sandbox.reset();
		const [link] = await run('PayTR: a link to pay', PAYTR, PRODUCT_LINK, [CUSTOMER]);
		const { merchantOid } = await pay(sandbox, link.linkId);
		const payment = { resource: 'payment', merchantOid };
		const refund = {
			...{ ...payment, operation: 'refund', returnAmount: '49,90' },
			additionalFields: { referenceNo: 'E2E1' },
		};
		const refundTwice = [];
		for (const name of ['PayTR: refund', 'PayTR: refund again']) {
			const [output] = await run(name, PAYTR, refund, [{}]);
			refundTwice.push(output.success ?? output.reason);
		}
		assert.deepEqual(refundTwice, [true, 'alreadyRefunded']);
		const [order] = await run('PayTR: get', PAYTR, { ...payment, operation: 'get' }, [{}]);
		assert.deepEqual([order.paymentAmount, order.refundedAmount], [149.9, 49.9]);
		const day = new Date(Date.now() + 3 * 3_600_000).toISOString().slice(0, 10);
		const span = { operation: 'getAll', startDate: day, endDate: day };
		const rows = await run('PayTR: list', PAYTR, { resource: 'payment', ...span }, [{}]);
		assert.deepEqual(
			rows.map(({ type, amount }) => [type, amount]),
			[
				['sale', 149.9],
				['refund', 49.9],
			],
		);
		const [payout] = await run('PayTR: payouts', PAYTR, { resource: 'payout', ...span }, [{}]);
		assert.equal(payout.net, 100);
		const detail = { resource: 'payout', operation: 'get', date: day };
		const [paidOut] = await run('PayTR: payout', PAYTR, detail, [{}]);
		assert.equal(paidOut.merchantOid, merchantOid);
	});
	await check("PayTR: verifies a payment notification that n8n's Webhook received", async () => {
		const verify = { resource: 'payment', operation: 'verifyNotification' };
		const parameters = { ...verify, notification: '={{ $json }}' };
		const received = Object.fromEntries(noticeOf('E2EVERIFY'));
		const [output] = await run('PayTR: verify', PAYTR, parameters, [received]);
		assert.deepEqual([output.merchantOid, output.totalAmount], ['E2EVERIFY', 149.9]);
		const forged = { ...received, total_amount: '1' };
		const execution = await runOnce(
			n8n.api,
			'PayTR: verify a forged notification',
			{ type: PAYTR, parameters },
			[forged],
		);
		assert.equal(execution.status, 'error');
		assert.match(execution.error ?? '', /was not signed by PayTR/);
	});
	for (const [viaEmailSms, name, messages] of [
		['0', 'e-mail', 1],
		['1', 'SMS', 1],
		['2', 'e-mail and SMS', 2],
	] as const) {
		await payfull(`send a payment request by ${name}`, { viaEmailSms }, ([output], state) => {
			assert.equal(state.messages.length, messages);
			const [{ fields, hash }] = state.paymentRequests;
			assert.equal(output.paymentRequestHash, hash);
			assert.equal(fields.payment_free_amount, '1234.56');
			// With e-mail only, the phone belongs to the additional fields.
			assert.equal(fields.recipient_phone, viaEmailSms === '0' ? undefined : '00905321234567');
			assert.equal(fields.start_date, '01-01-2030');
		});
	}
	await payfull(
		'send a recurring payment request',
		{
			...{ requestType: 'recurring', requestActionType: 'auto', requestPeriod: '3' },
			repetitionCount: 12,
		},
		(_outputs, { paymentRequests: [request] }) => {
			assert.equal(request.recurring, true);
			assert.equal(request.fields.repetition_count, '12');
		},
	);
	await check('Payfull: lists a paid request, refunds it once, and cancels it', async () => {
		sandbox.reset();
		await run('Payfull: a request to pay', PAYFULL, PAYMENT_REQUEST, [CUSTOMER]);
		const { merchantOid } = await pay(sandbox, sandbox.state().paymentRequests[0].hash);
		const day = new Date(Date.now() + 3 * 3_600_000).toISOString().slice(0, 10);
		const transaction = { resource: 'transaction' };
		const span = { ...transaction, operation: 'getAll', startDate: day, endDate: day };
		const [row] = await run('Payfull: list', PAYFULL, span, [{}]);
		const { transaction_id: transactionId } = row.response as { transaction_id: string };
		assert.equal(row.date, day);
		const refund = {
			...{ ...transaction, operation: 'refund', transactionId, total: '49,90' },
			deduplicationKey: 'E2E1',
		};
		const node = { type: PAYFULL, parameters: refund };
		const refunds = await WebhookRunner.activate(n8n.api, 'Payfull: refund', node);
		const [first] = (await refunds.run([{}])).output(NODE);
		assert.deepEqual([first.json.success, first.json.total], [true, 49.9]);
		const [again] = (await refunds.run([{}])).output(NODE);
		assert.deepEqual([again.json.skipped, again.json.reason], [true, 'alreadyRefunded']);
		const get = { ...transaction, operation: 'get', merchantTrxId: merchantOid };
		const [{ response }] = await run('Payfull: get', PAYFULL, get, [{}]);
		const { data } = response as { data: { status: string; refunded_total: string } };
		assert.deepEqual([data.status, data.refunded_total], ['partly refunded', '49.90']);
		const cancel = { ...transaction, operation: 'cancel', transactionId };
		const [canceled] = await run('Payfull: cancel', PAYFULL, cancel, [{}]);
		assert.match(String(canceled.note), /has no effect/);
	});
	await check('Payfull: delete a payment request', async () => {
		sandbox.reset();
		await run('Payfull: a request to delete', PAYFULL, PAYMENT_REQUEST, [CUSTOMER]);
		const [{ hash }] = sandbox.state().paymentRequests;
		const deleted = { operation: 'delete', paymentRequestHash: hash };
		const [output] = await run('Payfull: delete', PAYFULL, deleted, [{}]);
		assert.equal(output.deleted, true);
		assert.equal(sandbox.state().paymentRequests[0].deleted, true);
	});
}
