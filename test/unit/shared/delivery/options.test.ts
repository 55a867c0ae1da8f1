import type { IExecuteFunctions } from 'n8n-workflow';

import { optionsProperty, readOptions } from '../../../../nodes/shared/delivery/options';

/** A node whose option collection holds these values; n8n gives the fallback for what is not there. */
function read(options: Record<string, unknown>, defaultTimeout = 20) {
	const ctx = {
		getNodeParameter: (path: string, itemIndex: number, fallback: unknown) => {
			const name = path.replace(/^options\./, '');
			return itemIndex === 0 && Object.hasOwn(options, name) ? options[name] : fallback;
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
	onUnknownOutcome: 'skip',
};

describe('readOptions', () => {
	it('has defaults for what is not set', () => {
		expect(read({})).toEqual({ ok: true, value: DEFAULTS });
		expect(read({}, 60)).toMatchObject({ value: { timeout: 60 } });
	});

	it('reads what is set, as number or text', () => {
		const options = {
			maxConcurrency: '32',
			requestsPerSecond: '0.5',
			timeout: 1.5,
			retries: 0,
			skipAlreadySent: true,
			onUnknownOutcome: 'resend',
		};
		expect(read(options)).toEqual({
			ok: true,
			value: { ...options, maxConcurrency: 32, requestsPerSecond: 0.5 },
		});
	});

	it.each([
		['maxConcurrency', 0, "'Max Concurrency' is not a whole number of 1 or more"],
		['maxConcurrency', 2.5, "'Max Concurrency' is not a whole number of 1 or more"],
		['maxConcurrency', '', "'Max Concurrency' is empty"],
		['requestsPerSecond', -1, "'Requests per Second' is not a number of 0 or more"],
		['requestsPerSecond', 'fast', "'Requests per Second' is not a number of 0 or more"],
		['requestsPerSecond', '', "'Requests per Second' is not a number of 0 or more"],
		['requestsPerSecond', Infinity, "'Requests per Second' is not a number of 0 or more"],
		['timeout', 0.5, "'Timeout' is not a number of 1 or more"],
		['timeout', true, "'Timeout' is not a number of 1 or more"],
		['retries', -1, "'Retries' is not a whole number of 0 or more"],
		['retries', 1.5, "'Retries' is not a whole number of 0 or more"],
	])('refuses %s %j', (name, value, message) => {
		expect(read({ [name]: value })).toMatchObject({
			ok: false,
			error: { outcome: 'invalid', message: expect.stringContaining(message) },
		});
	});

	it('names everything that is wrong', () => {
		const result = read({ maxConcurrency: 0, retries: -1 });
		expect(result).toMatchObject({
			error: { description: expect.stringContaining("Also: 'Retries'") },
		});
	});

	it.each([['yes'], [1], ['true'], [undefined]])(
		'takes %j for no: only a switch that is on skips',
		(skipAlreadySent) => {
			expect(read({ skipAlreadySent })).toMatchObject({ value: { skipAlreadySent: false } });
		},
	);

	it.each([['send'], ['RESEND'], [true]])('skips what is in doubt for %j', (onUnknownOutcome) => {
		expect(read({ onUnknownOutcome })).toMatchObject({ value: { onUnknownOutcome: 'skip' } });
	});
});

describe('optionsProperty', () => {
	const own = { displayName: 'Debug', name: 'debugOn', type: 'boolean', default: false } as const;
	const { options = [] } = optionsProperty(60, [own]);

	it('puts a node’s own options among the common ones, by their labels', () => {
		const labels = options.map((option) => 'displayName' in option && option.displayName);
		expect(labels).toEqual([...labels].sort());
		expect(labels).toContain('Debug');
	});

	it('shows the defaults that hold where an option is not set', () => {
		const defaults = options.map((option) => [option.name, 'default' in option && option.default]);
		expect(Object.fromEntries(defaults)).toEqual({
			...DEFAULTS,
			timeout: 60,
			deduplicationKey: '',
			debugOn: false,
		});
	});
});
