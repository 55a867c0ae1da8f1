import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { PayfullApi } from '../../credentials/PayfullApi.credentials';
import { SENDS_EVERY_TIME } from '../shared/beforeRun';
import type { NodeBuilderHint } from '../shared/builderHint';
import { deliver, refuseAll } from '../shared/delivery/deliver';
import { optionsProperty } from '../shared/delivery/options';
import { chosenOperation, itemPreparer, subtitleOf } from '../shared/operation';
import { DEFAULT_RESOURCE, properties, RESOURCES } from './actions/resources';
import { TIMEOUT_SECONDS } from './constants';
import { testPayfullApi } from './methods/credentialTest';

// This node is programmatic on purpose. A declarative node sends all items at once, and if one item
// fails, it loses the output of the sent items.
export class PayfullPaymentRequest implements INodeType {
	description: INodeTypeDescription & NodeBuilderHint = {
		displayName: 'Payfull Payment Request',
		name: 'payfullPaymentRequest',
		icon: { light: 'file:../../icons/payfull.svg', dark: 'file:../../icons/payfull.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitleOf(RESOURCES),
		description:
			'Send one-time or recurring Payfull payment requests, look up, refund and cancel transactions',
		defaults: { name: 'Payfull Payment Request' },
		usableAsTool: true,
		builderHint: {
			searchHint:
				"Payfull makes the payment page and sends its address by e-mail and SMS in one step: resource 'paymentRequest', operation 'send'. Give deduplicationKey an invoice number, or member and month, so that a second run sends nothing twice. For monthly dues, put it behind a Schedule Trigger.",
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'payfullApi', required: true, testedBy: 'testPayfullApi' }],
		hints: [SENDS_EVERY_TIME],
		properties: [...properties, optionsProperty(TIMEOUT_SECONDS, [])],
	};

	methods = { credentialTest: { testPayfullApi } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0, DEFAULT_RESOURCE) as string;
		const operation = chosenOperation(this, RESOURCES[resource]);
		if (!operation.ok) return refuseAll(this, 'Payfull', operation.error);
		const prepare = itemPreparer(this, operation.value);
		return await deliver(this, {
			provider: 'Payfull',
			signer: new PayfullApi(),
			defaultTimeout: TIMEOUT_SECONDS,
			unit: operation.value.unit,
			sendOnce: operation.value.sendOnce,
			isRead: operation.value.isRead,
			prepare: (itemIndex) => prepare(itemIndex),
			accountOf: ({ merchant }) => String(merchant).trim(),
		});
	}
}
