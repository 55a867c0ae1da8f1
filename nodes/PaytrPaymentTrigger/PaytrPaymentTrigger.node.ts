import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';
import { testPaytrApi } from '../PaytrLinkNotify/methods/credentialTest';
import { pollTransactions } from './poll';

export class PaytrPaymentTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'PayTR Payment Trigger',
		name: 'paytrPaymentTrigger',
		icon: { light: 'file:../../icons/paytr.svg', dark: 'file:../../icons/paytr.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts the workflow on new PayTR payments and refunds, without a public address',
		defaults: { name: 'PayTR Payment Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'paytrApi', required: true, testedBy: 'testPaytrApi' }],
		properties: [
			{
				displayName:
					"Asks PayTR's transactions report for the last 3 days at each poll. The very first poll only notes what is there. PayTR may list a payment some time after it was made.",
				name: 'reportNotice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'Events',
				name: 'events',
				type: 'multiOptions',
				options: [
					{
						name: 'Refund',
						value: 'refund',
						action: 'On refund',
						description: 'A payment or a part of it was given back',
					},
					{
						name: 'Sale',
						value: 'sale',
						action: 'On sale',
						description: 'A payment was made',
					},
				],
				default: ['sale'],
				required: true,
				description: 'Which transactions start the workflow',
			},
		],
	};

	methods = { credentialTest: { testPaytrApi } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await pollTransactions(this);
	}
}
