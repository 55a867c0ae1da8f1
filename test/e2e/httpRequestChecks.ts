/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import type { VersionContext } from './context';
import { PAYMENT_REQUEST, PRODUCT_LINK } from './operationChecks';
import { httpRequest, listed, NODE, pay, PAYFULL, PAYTR, runOnce } from './workflows';

type Fields = Record<string, string>;

const encoded = (fields: Fields) => new URLSearchParams(fields).toString();

/** The ways to enter form fields in n8n's HTTP Request node. */
const BODIES: Record<string, (fields: Fields) => Record<string, unknown>> = {
	'form fields': (fields) => ({ contentType: 'form-urlencoded', ...listed(fields) }),
	'a form as text': (fields) => ({
		contentType: 'form-urlencoded',
		specifyBody: 'string',
		body: encoded(fields),
	}),
	'a raw body': (fields) => ({
		contentType: 'raw',
		rawContentType: 'application/x-www-form-urlencoded',
		body: encoded(fields),
	}),
	'JSON fields': (fields) => ({ contentType: 'json', ...listed(fields) }),
	'a JSON text': (fields) => ({
		contentType: 'json',
		specifyBody: 'json',
		jsonBody: JSON.stringify(fields),
	}),
};

/**
 * The HTTP Request node calls services that have no node in this package. The credentials sign the
 * requests.
 */
export async function httpRequestChecks({ n8n, sandbox, checks }: VersionContext): Promise<void> {
	const answer = async (name: string, ...request: Parameters<typeof httpRequest>) => {
		const execution = await runOnce(n8n.api, name, httpRequest(...request));
		assert.equal(execution.status, 'success', execution.error);
		return execution.output(NODE)[0].json;
	};

	const check = checks.of('HTTP Request');
	for (const [form, body] of Object.entries(BODIES)) {
		await check(`PayTR order status and refund, ${form}`, async () => {
			sandbox.reset();
			const product = { type: PAYTR, parameters: { ...PRODUCT_LINK, price: '100' } };
			const link = await runOnce(n8n.api, 'A link to pay', product);
			const { merchantOid } = await pay(sandbox, link.output(NODE)[0].json.linkId);
			const ask = async (name: string, path: string, fields: Fields) =>
				await answer(`${name}, ${form}`, 'paytrApi', sandbox.url + path, body(fields));
			const status = await ask('Order status', '/odeme/durum-sorgu', { merchant_oid: merchantOid });
			assert.equal(status.payment_amount, '100.00');
			const part = { merchant_oid: merchantOid, return_amount: '11.97' };
			const refund = await ask('Refund', '/odeme/iade', part);
			assert.equal(refund.status, 'success');
			assert.equal(sandbox.state().payments[0].refunded, 1197);
		});
		await check(`Payfull TransactionStatus, ${form}`, async () => {
			sandbox.reset();
			const node = { type: PAYFULL, parameters: PAYMENT_REQUEST };
			const customer = { email: 'gulsah@example.com', phone: '0532 123 45 67' };
			const request = await runOnce(n8n.api, 'A request to pay', node, [customer]);
			const { merchantOid } = await pay(sandbox, request.output(NODE)[0].json.paymentRequestHash);
			const status = await answer(
				`TransactionStatus, ${form}`,
				'payfullApi',
				`${sandbox.url}/integration/api/v1`,
				body({ type: 'Get', get_param: 'TransactionStatus', merchant_trx_id: merchantOid }),
			);
			assert.equal(status.ErrorCode, '00');
			assert.match(JSON.stringify(status.data), new RegExp(merchantOid));
		});
	}
	await check('signs nothing for another host', async () => {
		sandbox.reset();
		const elsewhere = sandbox.url.replace('127.0.0.1', 'localhost');
		const body = BODIES['form fields']({ merchant_oid: 'ORDER1' });
		const node = httpRequest('paytrApi', `${elsewhere}/odeme/durum-sorgu`, body);
		const execution = await runOnce(n8n.api, 'Another host', node);
		assert.equal(execution.status, 'error');
		assert.match(execution.error ?? '', /signs for .+ only/);
		assert.equal(sandbox.state().counts.requests, 0);
	});
}
