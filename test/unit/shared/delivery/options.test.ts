import type { IExecuteFunctions } from 'n8n-workflow';

import { optionsProperty, readOptions } from '../../../../nodes/shared/delivery/options';

/**
 * A node whose option collection holds these values; a function stands for an expression, and gives
 * its result for each of two items.
 */
function read(options: Record<string, unknown>, defaultTimeout = 20) {
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
	return readOptions(ctx as IExecuteFunctions, defaultTimeout);
}

const DEFAULTS = {
	maxConcurrency: 5,
	requestsPerSecond: 0,
	timeout: 20,
	retries: 2,
	skipAlreadySent: false,
	resend: false,
	includeInputFields: false,
};

const fails = () => {
	throw new Error('$json.nothing is not defined');
};

describe('readOptions', () => {
	it('has defaults for what is not set', () => {
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
		['onUnknownOutcome', 'resend', { resend: true }],
		['onUnknownOutcome', 'skip', { resend: false }],
		['skipAlreadySent', () => 'true', { skipAlreadySent: true }],
		['skipAlreadySent', () => false, { skipAlreadySent: false }],
		['includeInputFields', true, { includeInputFields: true }],
	])('reads %s %p', (name, value, expected) => {
		expect(read({ [name]: value })).toEqual({ ok: true, value: { ...DEFAULTS, ...expected } });
	});

	it.each<[string, unknown, string, string?]>([
		['maxConcurrency', 0, "'Max Concurrency' is not a whole number of 1 or more"],
		['requestsPerSecond', -1, "'Requests per Second' is not a number of 0 or more"],
		['requestsPerSecond', ' ', "'Requests per Second' is not a number of 0 or more"],
		['requestsPerSecond', Infinity, "'Requests per Second' is not a number of 0 or more"],
		['timeout', true, "'Timeout' is not a number of 1 or more"],
		['retries', -1, "'Retries' is not a whole number of 0 or more"],
		['skipAlreadySent', 'perhaps', "'Skip Already Sent' is neither on nor off"],
		['skipAlreadySent', () => undefined, "'Skip Already Sent' is empty"],
		['onUnknownOutcome', 'again', "'On Unknown Outcome' can't be \"again\""],
		[
			'skipAlreadySent',
			(i: number) => i === 0,
			'\'Skip Already Sent\' differs between items: "true" and "false"',
			'This option holds for all items: give it one value, or split the items.',
		],
		[
			'skipAlreadySent',
			(i: number) => (i ? fails() : true),
			"'Skip Already Sent' holds an expression that can't be evaluated: $json.nothing is not defined",
		],
		[
			'timeout',
			fails,
			"'Timeout' holds an expression that can't be evaluated",
			'Correct the expression, or use a fixed value.',
		],
	])('refuses %s %p', (name, value, message, description = '') => {
		expect(read({ [name]: value })).toMatchObject({
			ok: false,
			error: {
				outcome: 'invalid',
				message: expect.stringContaining(message),
				description: expect.stringContaining(description),
			},
		});
	});

	it('names everything that is wrong', () => {
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

	it('puts a node’s own options among the common ones, by their labels', () => {
		const labels = options.map((option) => 'displayName' in option && option.displayName);
		expect(labels).toEqual([...labels].sort());
		expect(labels).toContain('Debug');
	});

	it('shows the defaults that hold where an option is not set', () => {
		const defaults = options.map((option) => [option.name, 'default' in option && option.default]);
		const { resend, ...others } = DEFAULTS;
		expect(resend).toBe(false);
		expect(Object.fromEntries(defaults)).toEqual({
			...others,
			timeout: 60,
			deduplicationKey: '',
			debugOn: false,
			onUnknownOutcome: 'skip',
		});
	});
});
