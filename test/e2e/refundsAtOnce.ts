/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import type { Sandbox } from '../../sandbox';
import { transactionId } from '../../sandbox/payfull/transactions';
import { CUSTOMER, PAYMENT_REQUEST, PRODUCT_LINK } from './operationChecks';
import { ROUNDS, startAtOnce, type OverlapContext } from './overlap';
import { pay, PAYFULL, PAYTR, runOnce, WebhookRunner } from './workflows';

interface Refunding {
	provider: 'PayTR' | 'Payfull';
	type: string;
	/** Creates what the customer can pay. */
	request: Record<string, unknown>;
	/** The ID of what was created. */
	toPay(state: ReturnType<Sandbox['state']>): string;
	/** How a refund names the payment of an order. */
	idOf(merchantOid: string): string;
	/** Refunds 49.90 of the row's payment, with the row's number as the reference. */
	refund: Record<string, unknown>;
	/** The name of the refund service in the sandbox. */
	service: string;
}

const PROVIDERS: Refunding[] = [
	{
		provider: 'PayTR',
		type: PAYTR,
		request: PRODUCT_LINK,
		toPay: ({ links: [{ id }] }) => id,
		idOf: (merchantOid) => merchantOid,
		refund: {
			...{ resource: 'payment', operation: 'refund' },
			...{ merchantOid: '={{ $json.id }}', returnAmount: '49,90' },
			additionalFields: { referenceNo: '={{ $json.number }}' },
		},
		service: 'paytr.refund',
	},
	{
		provider: 'Payfull',
		type: PAYFULL,
		request: PAYMENT_REQUEST,
		toPay: ({ paymentRequests: [{ hash }] }) => hash,
		idOf: (merchantOid) => transactionId({ merchantOid }),
		refund: {
			...{ resource: 'transaction', operation: 'refund' },
			...{ transactionId: '={{ $json.id }}', total: '49,90' },
			deduplicationKey: '={{ $json.number }}',
		},
		service: 'payfull.refund',
	},
];

/**
 * Four executions of one workflow ask for the same refund at the same moment. The provider must get
 * one request.
 */
export async function refundsAtOnceChecks({ api, sandbox, checks, suite }: OverlapContext) {
	const check = checks.of(suite);
	for (const { provider, type, request, toPay, idOf, refund, service } of PROVIDERS) {
		await check(
			`${provider}: the same refund in 4 executions at once, ${ROUNDS} rounds: refunded once`,
			async () => {
				const runner = await WebhookRunner.activate(api, `${provider}: refunds at once, ${suite}`, {
					type,
					parameters: refund,
					settings: { onError: 'continueRegularOutput' },
				});
				const name = `${provider}: paid for refunds at once, ${suite}`;
				for (let round = 0; round < ROUNDS; round++) {
					sandbox.reset();
					await runOnce(api, `${name} ${round}`, { type, parameters: request }, [CUSTOMER]);
					const { merchantOid } = await pay(sandbox, toPay(sandbox.state()));
					const row = { id: idOf(merchantOid), number: `R${round}` };
					// So that the executions overlap for certain.
					sandbox.addFault({ fault: 'latency', ms: 300 });
					const fates = await startAtOnce(api, runner, Array<object[]>(4).fill([row]));
					sandbox.clearFaults();
					assert.deepEqual(fates.sort(), [...Array<string>(3).fill('alreadyRefunded'), 'sent']);
					const { requests, payments } = sandbox.state();
					assert.equal(requests.filter((one) => one.service === service).length, 1);
					assert.equal(payments[0].refunded, 4990);
				}
			},
		);
	}
}
