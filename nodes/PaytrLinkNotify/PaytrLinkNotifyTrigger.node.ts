import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { testPaytrApi } from './methods/credentialTest';
import { receiveNotice } from './trigger/receive';

export class PaytrLinkNotifyTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'PayTR Link Trigger',
		name: 'paytrLinkNotifyTrigger',
		icon: { light: 'file:../../icons/paytr.svg', dark: 'file:../../icons/paytr.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: 'When a link is paid',
		description: 'Starts the workflow when a PayTR payment link is paid',
		defaults: { name: 'PayTR Link Trigger' },
		eventTriggerDescription: 'Waiting for PayTR to report a payment',
		activationMessage:
			"Copy the 'Production URL' of PayTR Link Trigger into 'Callback Link' of the node that makes the links. PayTR calls it when such a link is paid.",
		triggerPanel: {
			header: 'Start the workflow when a link is paid',
			executionsHelp: {
				inactive:
					"PayTR calls an address when a link is paid. <b>To try it with the sandbox</b>, click 'Listen', make a link with the Test URL as 'Callback Link', and pay it. <b>For real links</b>, activate this workflow and use its Production URL as 'Callback Link'.",
				active:
					"PayTR calls the Production URL when a link is paid that has it as 'Callback Link'. These executions are listed under Executions, and don't show up here.",
			},
			activationHint: {
				inactive:
					"When the workflow is ready, <a data-key='activate'>activate</a> it, and use the Production URL as 'Callback Link' of your links.",
				active: "Use the Production URL as 'Callback Link' of your links.",
			},
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'paytrApi', required: true, testedBy: 'testPaytrApi' }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				// Without this property, n8n responds with the word 'firstEntryJson'. If it is empty, n8n
				// responds with the node's result.
				responseData: '',
				path: 'paytr',
			},
		],
		properties: [
			{
				displayName:
					"Copy the 'Production URL' under 'Webhook URLs' above into 'Callback Link' of PayTR Link Notify (Link: Create), with a 'Callback ID' of your own. PayTR calls it when that link is paid. PayTR refuses addresses with a port and localhost: n8n must be reachable under a public name on port 80 or 443.",
				name: 'addressNotice',
				type: 'notice',
				default: '',
			},
			{
				// n8n's node panel shows this text for the trigger.
				displayName: 'Event',
				name: 'event',
				type: 'hidden',
				options: [
					{
						name: 'Link Paid',
						value: 'linkPaid',
						action: 'On link paid',
						description: 'PayTR has reported the payment of a link',
					},
				],
				default: 'linkPaid',
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [
					{
						displayName: 'Ignore Test Payments',
						name: 'ignoreTestPayments',
						type: 'boolean',
						default: false,
						description: 'Whether payments in test mode are answered, but start nothing',
					},
				],
			},
		],
	};

	methods = { credentialTest: { testPaytrApi } };

	// PayTR has no service to register an address: each link contains its own.
	webhookMethods = {
		default: {
			async checkExists(): Promise<boolean> {
				return true;
			},
			async create(): Promise<boolean> {
				return true;
			},
			async delete(): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveNotice(this);
	}
}
