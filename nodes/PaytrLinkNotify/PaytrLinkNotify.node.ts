import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { PaytrApi } from '../../credentials/PaytrApi.credentials';
import { deliver, refuseAll } from '../shared/delivery/deliver';
import type { NodeBuilderHint } from '../shared/builderHint';
import { optionsProperty } from '../shared/delivery/options';
import { chosenOperation, itemPreparer, subtitleOf } from '../shared/operation';
import { properties, RESOURCES } from './actions/resources';
import { accountOf, addressOf } from './address';
import { TIMEOUT_SECONDS } from './constants';
import { debugOption } from './fields';
import { hints } from './hints';
import { testPaytrApi } from './methods/credentialTest';

// This node is programmatic on purpose. A declarative node sends all items at once, and if one item
// fails, it loses the output of the sent items.
export class PaytrLinkNotify implements INodeType {
	description: INodeTypeDescription & NodeBuilderHint = {
		displayName: 'PayTR Link Notify',
		name: 'paytrLinkNotify',
		icon: { light: 'file:../../icons/paytr.svg', dark: 'file:../../icons/paytr.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitleOf(RESOURCES),
		description: 'Send PayTR payment links by SMS and e-mail, create and delete links',
		defaults: { name: 'PayTR Link Notify' },
		usableAsTool: true,
		builderHint: {
			searchHint:
				"To make a link from an amount, use resource 'link', operation 'create', and send it in the same step with notifyVia. Resource 'notification' sends a link that exists already. Give deduplicationKey an invoice number, so that a second run sends nothing twice. To start a workflow when a link is paid, use PayTR Link Trigger.",
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'paytrApi', required: true, testedBy: 'testPaytrApi' }],
		hints,
		properties: [...properties, optionsProperty(TIMEOUT_SECONDS, [debugOption])],
	};

	methods = { credentialTest: { testPaytrApi } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0, '') as string;
		const operation = chosenOperation(this, RESOURCES[resource]);
		if (!operation.ok) return refuseAll(this, 'PayTR', operation.error);
		const prepare = itemPreparer(this, operation.value);
		return await deliver(this, {
			provider: 'PayTR',
			signer: new PaytrApi(),
			defaultTimeout: TIMEOUT_SECONDS,
			unit: operation.value.unit,
			sendOnce: operation.value.sendOnce,
			isAlwaysOnce: operation.value.isAlwaysOnce,
			isRead: operation.value.isRead,
			prepare: (itemIndex, credential) =>
				prepare(itemIndex, { address: addressOf(credential), credential }),
			accountOf,
		});
	}
}
