/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { z } from 'zod';
import type { VersionContext } from './context';
import { HTTP_REQUEST, NODE, PAYFULL, PAYTR, runOnce, type TestedNode } from './workflows';
import { PAYMENT_REQUEST } from './operationChecks';

type Fields = Record<string, string>;

/** The ways in which n8n's HTTP Request node can be given the fields of a form. */
const BODIES: Record<string, (fields: Fields) => Record<string, unknown>> = {
	'form fields': (fields) => ({
		contentType: 'form-urlencoded',
		specifyBody: 'keypair',
		bodyParameters: {
			parameters: Object.entries(fields).map(([name, value]) => ({ name, value })),
		},
	}),
	'a form as text': (fields) => ({
		contentType: 'form-urlencoded',
		specifyBody: 'string',
		body: new URLSearchParams(fields).toString(),
	}),
	'a raw body': (fields) => ({
		contentType: 'raw',
		rawContentType: 'application/x-www-form-urlencoded',
		body: new URLSearchParams(fields).toString(),
	}),
	'JSON fields': (fields) => ({
		contentType: 'json',
		specifyBody: 'keypair',
		bodyParameters: {
			parameters: Object.entries(fields).map(([name, value]) => ({ name, value })),
		},
	}),
	'a JSON text': (fields) => ({
		contentType: 'json',
		specifyBody: 'json',
		jsonBody: JSON.stringify(fields),
	}),
};

const paid = z.object({ payment: z.object({ merchantOid: z.string() }) });

/** Pays a link or a payment request in the sandbox, and gives the order's ID. */
async function pay(sandboxUrl: string, id: string): Promise<string> {
	const response = await fetch(`${sandboxUrl}/_sandbox/pay/${id}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: '{}',
	});
	return paid.parse(await response.json()).payment.merchantOid;
}

/** n8n's HTTP Request node calls services that this package has no node for, signed by the credentials. */
export async function httpRequestChecks({ n8n, sandbox, checks }: VersionContext): Promise<void> {
	const call = async (
		name: string,
		credential: 'paytrApi' | 'payfullApi',
		url: string,
		body: Record<string, unknown>,
	) => {
		const node: TestedNode = {
			type: HTTP_REQUEST,
			typeVersion: 4.2,
			parameters: {
				method: 'POST',
				url,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: credential,
				sendBody: true,
				...body,
				options: {},
			},
		};
		return await runOnce(n8n.api, name, node);
	};
	const answer = async (...args: Parameters<typeof call>) => {
		const execution = await call(...args);
		assert.equal(execution.status, 'success', execution.error);
		return execution.output(NODE)[0].json;
	};

	for (const [form, body] of Object.entries(BODIES)) {
		await checks.check('HTTP Request', `PayTR order status and refund, ${form}`, async () => {
			sandbox.reset();
			const link = await runOnce(n8n.api, 'A link to pay', {
				type: PAYTR,
				parameters: {
					resource: 'link',
					operation: 'create',
					name: 'Örnek Ürün',
					price: '100',
					linkType: 'product',
					minCount: 1,
				},
			});
			const merchantOid = await pay(sandbox.url, String(link.output(NODE)[0].json.linkId));
			const status = await answer(
				`Order status, ${form}`,
				'paytrApi',
				`${sandbox.url}/odeme/durum-sorgu`,
				body({ merchant_oid: merchantOid }),
			);
			assert.equal(status.payment_amount, '100.00');
			const refund = await answer(
				`Refund, ${form}`,
				'paytrApi',
				`${sandbox.url}/odeme/iade`,
				body({ merchant_oid: merchantOid, return_amount: '11.97' }),
			);
			assert.equal(refund.status, 'success');
			assert.equal(sandbox.state().payments[0].refunded, 1197);
		});
		await checks.check('HTTP Request', `Payfull TransactionStatus, ${form}`, async () => {
			sandbox.reset();
			const request = await runOnce(
				n8n.api,
				'A request to pay',
				{ type: PAYFULL, parameters: PAYMENT_REQUEST },
				[{ email: 'gulsah@example.com', phone: '0532 123 45 67' }],
			);
			const id = await pay(sandbox.url, String(request.output(NODE)[0].json.paymentRequestHash));
			const status = await answer(
				`TransactionStatus, ${form}`,
				'payfullApi',
				`${sandbox.url}/integration/api/v1`,
				body({ type: 'Get', get_param: 'TransactionStatus', merchant_trx_id: id }),
			);
			assert.equal(status.ErrorCode, '00');
			assert.match(JSON.stringify(status.data), new RegExp(id));
		});
	}
	await checks.check('HTTP Request', 'nothing is signed for another host', async () => {
		sandbox.reset();
		const elsewhere = sandbox.url.replace('127.0.0.1', 'localhost');
		const execution = await call(
			'Another host',
			'paytrApi',
			`${elsewhere}/odeme/durum-sorgu`,
			BODIES['form fields']({ merchant_oid: 'ORDER1' }),
		);
		assert.equal(execution.status, 'error');
		assert.match(execution.error ?? '', /signs for .+ only/);
		assert.equal(sandbox.state().counts.requests, 0);
	});
}
