import { createLinkNode, setNode } from '../nodes';
import { chain, onOutput, type Template } from '../template';
import { SELF_HOSTED } from '../texts';

/** What the model fills in. */
const fromModel = (name: string, description: string) =>
	`={{ $fromAI('${name}', '${description}', 'string') }}`;

const SYSTEM_MESSAGE = `=You help the staff of {{ $json.company }} to send payment links.
You need four things: the order or invoice number, what it is for, the amount in {{ $json.currency }}, and the customer's mobile phone. Ask for what is missing, and never make up any of them.
Call the tool once per order. If it answers that something is wrong, say what has to be corrected. If it answers that it is not known whether something was sent, say so, and that somebody should look in the PayTR panel: do not call it again. If it answers alreadySent, say that this order has its link already.`;

export const agentToPaytr: Template = {
	file: 'agent-to-paytr',
	title: 'Send PayTR payment links from a chat to customers with an AI agent',
	howItWorks: `1. A colleague writes in the chat: "Send Ayşe a link over 1.499,90 for order 1042, her phone is 0532 123 45 67."
2. The agent asks for what is missing, and calls its tool **Create the link and send it**.
3. The node checks phone and amount, creates the PayTR link and sends it by SMS. The agent reports the link, or what to correct.

Models repeat their calls. *Send Only Once* is on, and the order number, which the model fills in, is the *Deduplication Key*: an order gets one link, however often the tool is called.

The agent can send nothing but a link of your store: the keys stay in the credential.`,
	setup: `1. ${SELF_HOSTED}
2. Choose your credential in **Chat model**: OpenAI, or any service that speaks its chat completions. Another chat model node will do as well.
3. Choose your PayTR credential in **Create the link and send it**.
4. Put your company and currency in **Settings**.
5. Click *Open chat* and write. *Execute workflow* sends the pinned sample message; unlike in the other templates, a model has to be there for it.

Keep the chat private: whoever can write in it can send links in your name.`,
	sections: [
		{
			title: '1. Someone asks',
			text: "A Slack or WhatsApp trigger can stand in the chat's place.",
			nodes: ['When a colleague writes', 'Settings'],
		},
		{
			title: '2. The agent and its one tool',
			text: 'The tool takes order, title, amount and phone from the model, and everything else from its panel.',
			nodes: ['Ask and send', 'Create the link and send it', 'Chat model'],
		},
		{
			title: '3. No answer?',
			text: 'If the model fails, the colleague is told.',
			nodes: ['Say that it did not work'],
		},
	],
	nodes: [
		{
			name: 'When a colleague writes',
			at: [0, 0],
			type: '@n8n/n8n-nodes-langchain.chatTrigger',
			typeVersion: 1.3,
			parameters: { options: {} },
			webhookId: 'paytr-agent',
			pinned: [
				{
					sessionId: 'sample',
					action: 'sendMessage',
					chatInput:
						'Send Ayşe a link over 1.499,90 for order 1042, website design. Her phone is 0532 123 45 67.',
				},
			],
		},
		setNode(
			{ name: 'Settings', at: [1, 0] },
			{ company: 'Example Ltd.', currency: 'Turkish lira' },
			true,
		),
		{
			name: 'Ask and send',
			at: [2.75, 0],
			type: '@n8n/n8n-nodes-langchain.agent',
			typeVersion: 3,
			parameters: {
				promptType: 'define',
				text: '={{ $json.chatInput }}',
				options: { systemMessage: SYSTEM_MESSAGE, maxIterations: 6 },
			},
			settings: { onError: 'continueErrorOutput' },
		},
		{
			name: 'Chat model',
			at: [2.2, 1],
			type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
			typeVersion: 1.2,
			parameters: {
				model: { __rl: true, mode: 'id', value: 'gpt-4.1-mini' },
				options: { temperature: 0 },
			},
			credentials: { openAiApi: { name: 'OpenAI account' } },
		},
		{
			name: 'Memory of the chat',
			at: [2.9, 1],
			type: '@n8n/n8n-nodes-langchain.memoryBufferWindow',
			typeVersion: 1.3,
			parameters: {
				sessionIdType: 'customKey',
				sessionKey: "={{ $('When a colleague writes').item.json.sessionId }}",
				contextWindowLength: 10,
			},
		},
		{
			...createLinkNode([3.6, 1], {
				name: fromModel('title', 'What the payment is for, e.g. Website design'),
				price: fromModel('amount', 'The amount as the colleague wrote it, e.g. 1.499,90'),
				cellPhone: fromModel('phone', 'The mobile phone of the customer, e.g. 0532 123 45 67'),
				key: fromModel('order', 'The number of the order or invoice, e.g. 1042'),
			}),
			type: 'n8n-nodes-paytr-payfull.paytrLinkNotifyTool',
			settings: {},
		},
		setNode(
			{ name: 'Say that it did not work', at: [4.75, 0.5] },
			{
				output:
					'=I could not finish this ({{ $json.error }}). Look in the PayTR panel before you ask again: the link may have been sent.',
			},
		),
	],
	wires: [
		...chain('When a colleague writes', 'Settings', 'Ask and send'),
		{ from: 'Chat model', to: 'Ask and send', type: 'ai_languageModel' },
		{ from: 'Memory of the chat', to: 'Ask and send', type: 'ai_memory' },
		{ from: 'Create the link and send it', to: 'Ask and send', type: 'ai_tool' },
		onOutput(1, 'Ask and send', 'Say that it did not work'),
	],
	docs: {
		rows: 'a chat, in n8n or in what you put in its place',
		needs:
			'a PayTR account, and a chat model (OpenAI, or a service that speaks its chat completions)',
		key: 'the order number, which the model fills in',
	},
};
