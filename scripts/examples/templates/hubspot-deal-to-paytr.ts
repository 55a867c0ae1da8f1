import {
	createLinkNode,
	dropSentBefore,
	filterNode,
	httpNode,
	IN_DOUBT,
	setNode,
	settingsNode,
} from '../nodes';
import { chain, onOutput, type Template, type TemplateNode } from '../template';
import { OUTCOMES, SELF_HOSTED, TRY_IT, UNPIN } from '../texts';

/** HubSpot's own number for "this note belongs to this deal". */
const NOTE_TO_DEAL = 214;

const DEAL = "$('Read the deal and the contact').item.json";

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** Which node of HubSpot is pinned with what it answers. */
function hubspotNode(
	name: string,
	at: TemplateNode['at'],
	parameters: TemplateNode['parameters'],
	pinned: TemplateNode['pinned'],
): TemplateNode {
	return {
		name,
		at,
		type: 'n8n-nodes-base.hubspot',
		typeVersion: 2.1,
		parameters: { authentication: 'appToken', ...parameters },
		pinned,
	};
}

function note(name: string, at: TemplateNode['at'], text: string): TemplateNode {
	return {
		...httpNode(
			{ name, at },
			'hubspotAppToken',
			'https://api.hubapi.com/crm/v3/objects/notes',
			`={{ { properties: { hs_timestamp: $now.toUTC().toISO(), hs_note_body: ${text} }, associations: [{ to: { id: String(${DEAL}.deal) }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: ${NOTE_TO_DEAL} }] }] } }}`,
		),
		pinned: [{ id: '1', note: 'sample of what HubSpot answers' }],
	};
}

const change = (dealId: number, propertyValue: string) => ({
	subscriptionType: 'deal.propertyChange',
	propertyName: 'dealstage',
	propertyValue,
	dealId,
});

export const hubspotDealToPaytr: Template = {
	file: 'hubspot-deal-to-paytr',
	title: 'Send PayTR payment links from won HubSpot deals to contacts by SMS',
	howItWorks: `1. HubSpot reports that a deal has changed its stage.
2. If the stage is the won one, the deal and its first contact are read: HubSpot's report holds the deal's ID only.
3. A PayTR link over the deal's amount is created and sent to the contact's phone.
4. The link is written to the deal's property \`payment_link\`, and a note is added. If nothing could be sent, the note says why.

The deal's ID is the *Deduplication Key*: a deal that is moved back and won again, or reported twice, gets one link.

${TRY_IT}`,
	setup: `1. ${SELF_HOSTED}
2. In HubSpot, create the deal property \`payment_link\` (single-line text).
3. Choose a *HubSpot Developer* credential in the trigger (a public app that may read deals), and a *HubSpot App Token* in the other HubSpot nodes (it reads deals and contacts, and writes deals and notes).
4. In **Settings**, put the ID of your won stage. \`closedwon\` is the one of the first pipeline.
5. Choose your PayTR credential in **Create the link and send it**.
6. ${UNPIN}

What to do after a failure: ${OUTCOMES}`,
	sections: [
		{
			title: '1. A deal that is won',
			text: 'HubSpot reports each change of a stage; only the won one goes on.',
			nodes: ['When a deal changes its stage', 'Is the deal won?'],
		},
		{
			title: '2. Whom, how much, what for',
			text: '**Read the deal and the contact** gives the fields their names. `mobilephone` comes first, then `phone`.',
			nodes: ['Get the deal', 'Read the deal and the contact'],
		},
		{
			title: '3. Send, once per deal',
			text: 'Wrong phones and amounts leave by the lower output.',
			nodes: ['Create the link and send it', 'Drop what was sent before'],
		},
		{
			title: '4. Write back to the deal',
			text: "n8n's HubSpot node has no notes: they go through an HTTP Request node, with the same credential.",
			nodes: ['Write the link to the deal', 'Note it on the deal', 'Note on the deal why not'],
		},
	],
	nodes: [
		{
			name: 'When a deal changes its stage',
			at: [0, 0],
			type: 'n8n-nodes-base.hubspotTrigger',
			typeVersion: 1,
			parameters: {
				eventsUi: { eventValues: [{ name: 'deal.propertyChange', property: 'dealstage' }] },
				additionalFields: {},
			},
			webhookId: 'hubspot-deal',
			pinned: [change(1042, 'closedwon'), change(1043, 'qualifiedtobuy')],
		},
		settingsNode([1, 0], { won_stage: 'closedwon' }),
		filterNode(
			{ name: 'Is the deal won?', at: [2, 0] },
			"={{ $json.propertyName === 'dealstage' && $json.propertyValue === $json.won_stage }}",
		),
		hubspotNode(
			'Get the deal',
			[3, 0],
			{ resource: 'deal', operation: 'get', dealId: byId('={{ $json.dealId }}'), filters: {} },
			[
				{
					dealId: 1042,
					associations: { associatedVids: [501] },
					properties: { dealname: { value: 'Website design' }, amount: { value: '1499.9' } },
				},
			],
		),
		hubspotNode(
			'Get its contact',
			[4, 0],
			{
				resource: 'contact',
				operation: 'get',
				contactId: byId('={{ $json.associations.associatedVids[0] }}'),
				additionalFields: {},
			},
			[
				{
					vid: 501,
					properties: {
						firstname: { value: 'Elif' },
						lastname: { value: 'Aydın' },
						phone: { value: '+90 538 789 01 23' },
						email: { value: 'elif.aydin@example.com' },
					},
				},
			],
		),
		setNode(
			{ name: 'Read the deal and the contact', at: [5, 0] },
			{
				deal: "={{ $('Get the deal').item.json.dealId }}",
				title: "={{ $('Get the deal').item.json.properties.dealname.value }}",
				amount: "={{ $('Get the deal').item.json.properties.amount?.value }}",
				phone: '={{ $json.properties.mobilephone?.value || $json.properties.phone?.value }}',
			},
		),
		createLinkNode([6, 0], {
			name: '={{ $json.title }}',
			price: '={{ $json.amount }}',
			cellPhone: '={{ $json.phone }}',
			key: '={{ $json.deal }}',
		}),
		dropSentBefore([7, -0.5]),
		hubspotNode(
			'Write the link to the deal',
			[8, -0.5],
			{
				resource: 'deal',
				operation: 'update',
				dealId: byId(`={{ ${DEAL}.deal }}`),
				updateFields: {
					customPropertiesUi: {
						customPropertiesValues: [
							{ property: 'payment_link', value: "={{ $json.link ?? '' }}" },
						],
					},
				},
			},
			[{ dealId: 1042, note: 'sample of what HubSpot answers' }],
		),
		note(
			'Note it on the deal',
			[9, -0.5],
			`$('Drop what was sent before').item.json.success ? 'PayTR link sent: ' + $('Drop what was sent before').item.json.link : 'PayTR link: ${IN_DOUBT}'`,
		),
		note(
			'Note on the deal why not',
			[8, 0.5],
			"'PayTR link not sent (' + $json.details?.outcome + '): ' + $json.error + '. ' + $json.howToFix",
		),
	],
	wires: [
		...chain(
			'When a deal changes its stage',
			'Settings',
			'Is the deal won?',
			'Get the deal',
			'Get its contact',
			'Read the deal and the contact',
			'Create the link and send it',
			'Drop what was sent before',
			'Write the link to the deal',
			'Note it on the deal',
		),
		onOutput(1, 'Create the link and send it', 'Note on the deal why not'),
	],
	docs: {
		rows: 'HubSpot: each deal that is moved to the won stage, and its first contact',
		needs:
			'a PayTR account; in HubSpot a developer app for the trigger, an app token, and the deal property `payment_link`',
		key: 'the deal',
	},
};
