import type { IExecuteFunctions } from 'n8n-workflow';

import { optionsProperty, readOptions } from '../../../../nodes/shared/delivery/options';
import {
	PER_KEY,
	PER_LINK_AND_RECIPIENT,
	sendOnceFields,
	type SendOnceModes,
} from '../../../../nodes/shared/delivery/sendOnce';

/**
 * Reads the options of a node with these values. A function represents an expression and returns
 * its value for each of two items.
 */
function read(
	options: Record<string, unknown>,
	defaultTimeout = 20,
	modes: SendOnceModes | undefined = PER_LINK_AND_RECIPIENT,
) {
	const ctx = {
		getInputData: () => [{ json: {} }, { json: {} }],
		getNode: () => ({ type: 'n8n-nodes-paytr-payfull.paytrLinkNotify' }),
		getNodeParameter: (
			path: string,
			itemIndex: number,
			fallback: unknown,
			{ rawExpressions = false } = {},
		) => {
			const value = options[path.replace(/^options\./, '')];
			if (value === undefined) return fallback;
			if (typeof value !== 'function') return value;
			return rawExpressions ? '={{ something }}' : (value as (i: number) => unknown)(itemIndex);
		},
	} as object;
	return readOptions(ctx as IExecuteFunctions, defaultTimeout, modes);
}

const DEFAULTS = {
	maxConcurrency: 5,
	requestsPerSecond: 0,
	timeout: 20,
	retries: 2,
	sendOnce: 'perLinkAndRecipient',
	onUnknownOutcome: 'error',
	includeInputFields: false,
	dryRun: false,
};

const fails = () => {
	throw new Error('$json.nothing is not defined');
};

describe('readOptions', () => {
	it('has defaults for missing options', () => {
		expect(read({})).toEqual({ ok: true, value: DEFAULTS });
		expect(read({}, 60)).toMatchObject({ value: { timeout: 60 } });
	});

	it.each<[string, unknown, object]>([
		['maxConcurrency', '32', { maxConcurrency: 32 }],
		['requestsPerSecond', '0.5', { requestsPerSecond: 0.5 }],
		['timeout', 1.5, { timeout: 1.5 }],
		['timeout', '1', { timeout: 1 }],
		['retries', 0, { retries: 0 }],
		['retries', () => 7, { retries: 7 }],
		['onUnknownOutcome', 'error', { onUnknownOutcome: 'error' }],
		['onUnknownOutcome', 'resend', { onUnknownOutcome: 'resend' }],
		['onUnknownOutcome', 'skip', { onUnknownOutcome: 'skip' }],
		['sendOnce', () => 'perKey', { sendOnce: 'perKey' }],
		['sendOnce', 'off', { sendOnce: 'off' }],
		['dryRun', true, { dryRun: true }],
		['includeInputFields', true, { includeInputFields: true }],
	])('reads %s %p', (name, value, expected) => {
		expect(read({ [name]: value })).toEqual({ ok: true, value: { ...DEFAULTS, ...expected } });
	});

	it.each<[string, unknown, string, string?]>([
		['maxConcurrency', 0, "'Max Concurrency' is not a whole number of 1 or more"],
		['requestsPerSecond', -1, "'Requests per Second' is not a number of 0 or more"],
		['requestsPerSecond', 'fast', "'Requests per Second' is not a number of 0 or more"],
		['requestsPerSecond', ' ', "'Requests per Second' is not a number of 0 or more"],
		['requestsPerSecond', Infinity, "'Requests per Second' is not a number of 0 or more"],
		['timeout', true, "'Timeout (Seconds)' is not a number of 1 or more"],
		['retries', -1, "'Retries' is not a whole number of 0 or more"],
		['includeInputFields', 'perhaps', "'Include Input Fields' is neither on nor off"],
		['sendOnce', 'perhaps', "'Send Only Once' can't be \"perhaps\""],
		['sendOnce', () => undefined, "'Send Only Once' is empty"],
		['onUnknownOutcome', 'again', "'On Unknown Outcome' can't be \"again\""],
		[
			'sendOnce',
			(i: number) => (i === 0 ? 'off' : 'perKey'),
			'\'Send Only Once\' differs between items: "off" and "perKey"',
			'This option holds for all items: give it one value, or split the items.',
		],
		[
			'sendOnce',
			(i: number) => (i ? fails() : 'off'),
			"'Send Only Once' holds an expression that can't be evaluated: $json.nothing is not defined",
		],
		[
			'timeout',
			fails,
			"'Timeout (Seconds)' holds an expression that can't be evaluated",
			'Correct the expression, or use a fixed value.',
		],
	])('rejects %s %p', (name, value, message, description = '') => {
		expect(read({ [name]: value })).toMatchObject({
			ok: false,
			error: {
				outcome: 'invalid',
				message: expect.stringContaining(message),
				description: expect.stringContaining(description),
			},
		});
	});

	it('sends once per key by default if only a key can identify an item', () => {
		expect(read({}, 20, PER_KEY)).toMatchObject({ value: { sendOnce: 'perKey' } });
		expect(read({ sendOnce: 'perLinkAndRecipient' }, 20, PER_KEY)).toMatchObject({ ok: false });
	});

	it('sends every time if the operation has no such field, whatever value the node still has', () => {
		expect(read({ sendOnce: 'perKey' }, 20, ['off'])).toMatchObject({ value: { sendOnce: 'off' } });
	});

	it('names all invalid options', () => {
		expect(read({ timeout: 0, retries: -1 })).toMatchObject({
			error: { description: expect.stringContaining("Use 1 or more. Also: 'Retries'") },
		});
	});
});

describe('optionsProperty', () => {
	const own = { displayName: 'Debug', name: 'debugOn', type: 'boolean', default: false } as const;
	const { options = [], ...collection } = optionsProperty(60, [own]);

	it('is a collection that is empty at first', () => {
		expect(collection).toEqual({
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
		});
	});

	it('sorts a node’s own options into the common ones by label', () => {
		const labels = options.map((option) => 'displayName' in option && option.displayName);
		expect(labels).toEqual([...labels].sort());
		expect(labels).toContain('Debug');
	});

	it('shows the defaults of missing options', () => {
		const defaults = options.map((option) => [option.name, 'default' in option && option.default]);
		const { sendOnce, ...others } = DEFAULTS;
		expect(sendOnce).toBe('perLinkAndRecipient');
		expect(Object.fromEntries(defaults)).toEqual({
			...others,
			timeout: 60,
			debugOn: false,
		});
	});
});

describe('sendOnceFields', () => {
	it.each<[SendOnceModes, string, string[]]>([
		[PER_KEY, 'perKey', ['off', 'perKey']],
		[PER_LINK_AND_RECIPIENT, 'perLinkAndRecipient', ['off', 'perKey', 'perLinkAndRecipient']],
	])('offers %j, and asks for a key if it needs one', (modes, first, offered) => {
		const [choice, key] = sendOnceFields(modes);
		expect(choice).toMatchObject({ name: 'sendOnce', type: 'options', default: first });
		expect(choice.options?.map((option) => 'value' in option && option.value)).toEqual(offered);
		expect(key).toMatchObject({
			name: 'deduplicationKey',
			required: true,
			displayOptions: { show: { sendOnce: ['perKey'] } },
		});
	});
});
