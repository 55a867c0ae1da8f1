import {
	updateDisplayOptions,
	type INodeProperties,
	type INodePropertyOptions,
} from 'n8n-workflow';
import { withBuilderHint } from '../builderHint';

/** The way to recognize a sent item across executions. `off` sends in every run. */
export type SendOnceMode = 'perKey' | 'perLinkAndRecipient' | 'off';

/** The choices of an operation. The first one is the default. */
export type SendOnceModes = readonly [SendOnceMode, ...SendOnceMode[]];

/**
 * For operations that create something: names, amounts and dates repeat, so only a key identifies
 * an item.
 */
export const PER_KEY: SendOnceModes = ['perKey', 'off'];

/** For sending an existing link: the link and the recipient are the default key. */
export const PER_LINK_AND_RECIPIENT: SendOnceModes = ['perLinkAndRecipient', 'perKey', 'off'];

const CHOICES: Readonly<Record<SendOnceMode, INodePropertyOptions>> = {
	off: {
		name: 'No, Send Every Time',
		value: 'off',
		description: 'Nothing is remembered: a second run, or a retry after a crash, sends again',
	},
	perKey: {
		name: 'Once per Key',
		value: 'perKey',
		description: 'A second run skips items whose Deduplication Key was sent before',
	},
	perLinkAndRecipient: {
		name: 'Once per Link and Recipient',
		value: 'perLinkAndRecipient',
		description: 'A second run skips a link that was sent to this recipient before',
	},
};

/** Whether this node skips items that it sent before; the same for all items. */
export const SEND_ONCE = {
	displayName: 'Send Only Once',
	name: 'sendOnce',
} as const;

/** Identifies an item that is sent once per key. */
export const DEDUPLICATION_KEY = {
	displayName: 'Deduplication Key',
	name: 'deduplicationKey',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. {{ $json.invoiceNumber }}, or {{ $json.member }}-{{ $json.month }}',
	hint: 'An invoice number, or a member and a month. A second run skips items with the same key.',
	description:
		'Identifies an item, for example an invoice number, or a member and a month. Items with the same key are sent only once, also by later runs. If you change how the key is made, every item counts as new.',
} satisfies INodeProperties;

const KEY_FIELD = withBuilderHint(
	DEDUPLICATION_KEY,
	'An expression that is different for every payment and the same in every run, e.g. ={{ $json.invoiceNumber }}. Never $now, $execution.id or a row number.',
);

/**
 * The fields of an operation that contacts a customer or creates something. They are shown above
 * Options.
 */
export function sendOnceFields(modes: SendOnceModes): INodeProperties[] {
	const options = modes.map((mode) => CHOICES[mode]);
	return [
		{
			...SEND_ONCE,
			type: 'options',
			options: options.sort((a, b) => a.name.localeCompare(b.name)),
			default: modes[0],
			description:
				'Whether items that this node sent in an earlier execution, or is sending in another one right now, are skipped',
		},
		...updateDisplayOptions({ show: { [SEND_ONCE.name]: ['perKey'] } }, [KEY_FIELD]),
	];
}

/** How to send the same link to the same person on purpose. */
export const REMINDER = `To send a link again as a reminder, set '${SEND_ONCE.displayName}' to '${CHOICES.perKey.name}' and use a key that holds the day or the number of the reminder, e.g. {{ $json.invoiceNumber }} reminder 2.`;

export const changesEveryRun = (part: string): string =>
	`'${DEDUPLICATION_KEY.displayName}' is different in every run (${part}), so nothing is recognized as sent before. Use an invoice number, or a member and a month.`;
