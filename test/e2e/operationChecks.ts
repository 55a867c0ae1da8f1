/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import type { VersionContext } from './context';
import { NODE, PAYFULL, PAYTR, runOnce, type TestedNode } from './workflows';

const LINK = {
	resource: 'link',
	operation: 'create',
	name: 'Örnek Ürün',
	price: '149,90',
	currency: 'TL',
	maxInstallment: 1,
	lang: 'tr',
};

export const PAYMENT_REQUEST = {
	operation: 'send',
	viaEmailSms: '2',
	title: "Çay Bardağı 6'lı Set",
	recipientEmail: '={{ $json.email }}',
	recipientFirstName: 'Gülşah',
	recipientLastName: 'Öztürk',
	recipientPhone: '={{ $json.phone }}',
	startDate: '2030-01-01T00:00:00',
	endDate: '2030-01-31T00:00:00',
	predefinedPayment: false,
	paymentFreeAmount: '1.234,56',
	paymentFreeTitle: 'İnce belli çay bardağı 🫖',
	quantity: 1,
	changeableQuantity: false,
	currency: 'TRY',
	kdv: '18',
	requestType: 'normal',
	emailText: 'Sayın [email or name-surname]',
	smsText: 'Ödeme linkiniz: [LINK]',
	language: 'tr',
};

const CUSTOMER = { phone: '+90 (532) 123 45 67', email: 'gulsah@example.com', id: 'NB2Zlz3' };

/** Every operation, in a workflow that a webhook starts, judged by what the sandbox received. */
export async function operationChecks({ n8n, sandbox, checks }: VersionContext): Promise<void> {
	const run = async (
		name: string,
		node: TestedNode,
		judge: (
			outputs: Array<Record<string, unknown>>,
			state: ReturnType<typeof sandbox.state>,
		) => void,
		items: object[] = [CUSTOMER],
	) =>
		await checks.check('operations', name, async () => {
			sandbox.reset();
			const execution = await runOnce(n8n.api, name, node, items);
			assert.equal(execution.status, 'success', execution.error);
			const outputs = execution.output(NODE).map(({ json }) => json);
			judge(outputs, sandbox.state());
		});
	const notify = (operation: string): TestedNode => ({
		type: PAYTR,
		parameters: {
			resource: 'notification',
			operation,
			linkId: '={{ $json.id }}',
			cellPhone: '={{ $json.phone }}',
			email: '={{ $json.email }}',
		},
	});
	const recipients = ({ messages }: ReturnType<typeof sandbox.state>) =>
		messages.map(({ channel, to, linkId }) => `${channel} ${to} ${linkId ?? ''}`.trim()).sort();

	await run('PayTR: send SMS', notify('sendSms'), ([output], state) => {
		assert.deepEqual(recipients(state), ['sms 05321234567 NB2Zlz3']);
		assert.deepEqual(output, {
			success: true,
			linkId: 'NB2Zlz3',
			channel: 'sms',
			recipient: '05321234567',
			response: { status: 'success' },
		});
	});
	await run('PayTR: send e-mail', notify('sendEmail'), ([output], state) => {
		assert.deepEqual(recipients(state), ['email gulsah@example.com NB2Zlz3']);
		assert.equal(output.channel, 'email');
	});
	await run('PayTR: send e-mail and SMS', notify('sendEmailAndSms'), (outputs, state) => {
		assert.equal(outputs.length, 2);
		assert.deepEqual(recipients(state), [
			'email gulsah@example.com NB2Zlz3',
			'sms 05321234567 NB2Zlz3',
		]);
	});
	await run(
		'PayTR: create a product link and send it both ways',
		{
			type: PAYTR,
			parameters: {
				...LINK,
				linkType: 'product',
				minCount: 1,
				notifyVia: ['email', 'sms'],
				email: '={{ $json.email }}',
				cellPhone: '={{ $json.phone }}',
				additionalFields: { getQr: true, expiryDate: '2030-01-01T12:00:00' },
			},
		},
		([output], state) => {
			const [link] = state.links;
			assert.equal(output.linkId, link.id);
			assert.equal(link.price, 14990);
			assert.equal(link.expiry, '2030-01-01 12:00:00');
			assert.deepEqual(recipients(state), [
				`email gulsah@example.com ${link.id}`,
				`sms 05321234567 ${link.id}`,
			]);
		},
	);
	await run(
		'PayTR: create a collection link',
		{
			type: PAYTR,
			parameters: { ...LINK, linkType: 'collection', email: '={{ $json.email }}' },
		},
		([output], { links }) => {
			assert.equal(output.linkId, links[0].id);
			assert.equal(links[0].email, 'gulsah@example.com');
		},
	);
	await run(
		'PayTR: create a link with a flexible amount',
		{ type: PAYTR, parameters: { ...LINK, linkType: 'flex', flexMaxPrice: 500 } },
		(_outputs, { links }) => assert.equal(links[0].flexMaxPrice, 50000),
	);
	await checks.check('operations', 'PayTR: delete twelve links in two requests', async () => {
		sandbox.reset();
		const product: TestedNode = {
			type: PAYTR,
			parameters: { ...LINK, linkType: 'product', minCount: 1 },
		};
		await runOnce(n8n.api, 'PayTR: links to delete', product, Array(12).fill(CUSTOMER));
		const ids = sandbox.state().links.map(({ id }) => id);
		assert.equal(ids.length, 12);
		const execution = await runOnce(n8n.api, 'PayTR: delete links', {
			type: PAYTR,
			parameters: { resource: 'link', operation: 'delete', linkId: ids.join(', ') },
		});
		assert.equal(execution.output(NODE).length, 12);
		const { links, counts } = sandbox.state();
		assert.ok(links.every(({ deleted }) => deleted));
		assert.equal(counts.accepted['paytr.delete'], 2);
	});
	for (const [via, name, messages] of [
		['0', 'e-mail', 1],
		['1', 'SMS', 1],
		['2', 'e-mail and SMS', 2],
	] as const) {
		await run(
			`Payfull: send a payment request by ${name}`,
			{ type: PAYFULL, parameters: { ...PAYMENT_REQUEST, viaEmailSms: via } },
			([output], state) => {
				assert.equal(state.messages.length, messages);
				const [{ fields, hash }] = state.paymentRequests;
				assert.equal(output.paymentRequestHash, hash);
				assert.equal(fields.payment_free_amount, '1234.56');
				assert.equal(fields.recipient_phone, '00905321234567');
				assert.equal(fields.start_date, '01-01-2030');
			},
		);
	}
	await run(
		'Payfull: send a recurring payment request',
		{
			type: PAYFULL,
			parameters: {
				...PAYMENT_REQUEST,
				requestType: 'recurring',
				requestActionType: 'auto',
				requestPeriod: '3',
				repetitionCount: 12,
			},
		},
		(_outputs, { paymentRequests: [request] }) => {
			assert.equal(request.recurring, true);
			assert.equal(request.fields.repetition_count, '12');
		},
	);
	await checks.check('operations', 'Payfull: delete a payment request', async () => {
		sandbox.reset();
		const node = { type: PAYFULL, parameters: PAYMENT_REQUEST };
		await runOnce(n8n.api, 'Payfull: a request to delete', node, [CUSTOMER]);
		const [{ hash }] = sandbox.state().paymentRequests;
		const execution = await runOnce(n8n.api, 'Payfull: delete', {
			type: PAYFULL,
			parameters: { operation: 'delete', paymentRequestHash: hash },
		});
		assert.equal(execution.output(NODE)[0].json.deleted, true);
		assert.equal(sandbox.state().paymentRequests[0].deleted, true);
	});
}
