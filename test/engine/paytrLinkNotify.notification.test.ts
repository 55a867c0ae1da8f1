import { startSandbox, type Sandbox } from '../../sandbox';
import { connections, INSPECT_NODE, NO_OP_NODE } from './harness';
import {
	EMAIL,
	EMAIL_AND_SMS,
	emailOf,
	engineOn,
	PAYTR,
	phoneOf,
	received,
	recipients,
	row,
	SMS,
} from './support/providers';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

const CONTINUE = { onError: 'continueRegularOutput' } as const;
const ERROR_OUTPUT = { onError: 'continueErrorOutput' } as const;
const MERCHANT = { merchant_id: '999999' };

const notAPhone = (value: string) => ({
	error: `'Cell Phone' is not a Turkish mobile number: "${value}"`,
	details: {
		outcome: 'invalid',
		provider: 'PayTR',
		description: 'Use a Turkish mobile number such as 0532 123 45 67 or +90 532 123 45 67.',
		channel: 'sms',
	},
});

describe('sendSms', () => {
	it('is what a node does whose operation was never chosen', async () => {
		await engineOn(sandbox).runNode(PAYTR, { linkId: 'NB2Zlz3', cellPhone: '05551234567' });

		expect(sandbox.state().requests).toMatchObject([
			{ service: 'paytr.send-sms', accepted: true, path: '/odeme/api/link/send-sms' },
		]);
	});

	it('posts exactly the documented fields for every item, and links its output', async () => {
		const result = await engineOn(sandbox).runNode(PAYTR, SMS, [row(1), row(2, { link: 'aB-_9' })]);

		expect(received(sandbox)).toEqual([
			{ ...MERCHANT, id: 'NB2Zlz3', cell_phone: '05550000001', debug_on: '0' },
			{ ...MERCHANT, id: 'aB-_9', cell_phone: '05550000002', debug_on: '0' },
		]);
		const message = { success: true, channel: 'sms', response: { status: 'success' } };
		expect(result.items).toEqual([
			{ json: { ...message, linkId: 'NB2Zlz3', recipient: phoneOf(1) }, pairedItem: { item: 0 } },
			{ json: { ...message, linkId: 'aB-_9', recipient: phoneOf(2) }, pairedItem: { item: 1 } },
		]);
		expect(result.hints).toEqual([]);
	});

	it.each([
		'https://www.paytr.com/link/NB2Zlz3',
		' http://paytr.com/link/NB2Zlz3/?utm=sms#top ',
		'www.paytr.com/link/NB2Zlz3',
	])('takes the whole link "%s"', async (linkId) => {
		const result = await engineOn(sandbox).runNode(PAYTR, { ...SMS, linkId }, [row(1)]);

		expect(received(sandbox)).toMatchObject([{ id: 'NB2Zlz3' }]);
		expect(result.json).toMatchObject([{ linkId: 'NB2Zlz3' }]);
	});

	it('takes phones as people write them', async () => {
		const phones = ['+90 532 123 45 67', '905321234567', 5321234567, '0 (532) 123-45-67'];
		await engineOn(sandbox).runNode(
			PAYTR,
			SMS,
			phones.map((phone) => row(0, { phone })),
		);

		expect(recipients(sandbox)).toEqual(Array(4).fill('05321234567'));
	});

	it.each([
		[true, '1'],
		[false, '0'],
		['={{ $json.debug }}', '1'],
	])('sends debug_on for the option Debug: %s', async (debugOn, sent) => {
		const parameters = { ...SMS, options: { debugOn } };
		await engineOn(sandbox).runNode(PAYTR, parameters, [row(1, { debug: true })]);

		expect(received(sandbox)).toMatchObject([{ debug_on: sent }]);
	});

	it('hands on the longer explanation that Debug draws', async () => {
		const refused = row(1, { link: 'INVALID1' });
		const reasonOf = async (debugOn: boolean) =>
			(
				await engineOn(sandbox).runNode(
					PAYTR,
					{ ...SMS, options: { debugOn } },
					[refused],
					CONTINUE,
				)
			).json[0].error;

		expect(await reasonOf(false)).toBe('PayTR refused: İşlem başarısız. Geçersiz id.');
		expect(await reasonOf(true)).toBe(
			'PayTR refused: İşlem başarısız. Geçersiz id. [debug: no link INVALID1]',
		);
	});
});

it('sendEmail posts exactly the documented fields, the address as typed', async () => {
	const result = await engineOn(sandbox).runNode(PAYTR, EMAIL, [
		row(1, { email: ' Gülşah.Öz@Example.com ' }),
	]);

	expect(received(sandbox)).toEqual([
		{ ...MERCHANT, id: 'NB2Zlz3', email: 'Gülşah.Öz@Example.com', debug_on: '0' },
	]);
	expect(result.items).toEqual([
		{
			json: {
				success: true,
				linkId: 'NB2Zlz3',
				channel: 'email',
				recipient: 'Gülşah.Öz@Example.com',
				response: { status: 'success' },
			},
			pairedItem: { item: 0 },
		},
	]);
});

describe('sendEmailAndSms', () => {
	it('makes two messages and two output items of each item', async () => {
		const result = await engineOn(sandbox).runNode(PAYTR, EMAIL_AND_SMS, [row(1), row(2)], {}, {});

		expect(result.items.map(({ json, pairedItem }) => [json.recipient, pairedItem])).toEqual([
			[emailOf(1), { item: 0 }],
			[phoneOf(1), { item: 0 }],
			[emailOf(2), { item: 1 }],
			[phoneOf(2), { item: 1 }],
		]);
		expect(sandbox.state().counts).toMatchObject({ email: 2, sms: 2, requests: 4 });
	});

	it('sends the SMS although the e-mail address is wrong, and the other way round', async () => {
		const result = await engineOn(sandbox).runNode(
			PAYTR,
			EMAIL_AND_SMS,
			[row(1, { email: 'nobody' }), row(2, { phone: '0532 123 45 6' })],
			CONTINUE,
		);

		expect(recipients(sandbox).sort()).toEqual([phoneOf(1), emailOf(2)].sort());
		expect(result.json).toMatchObject([
			{
				error: `'Email' is not an e-mail address: "nobody"`,
				details: { outcome: 'invalid', channel: 'email' },
			},
			{ success: true, channel: 'sms' },
			{ success: true, channel: 'email' },
			notAPhone('0532 123 45 6'),
		]);
	});

	it('sends nothing at all while one address is wrong, where a failure stops the workflow', async () => {
		const result = await engineOn(sandbox).runNode(PAYTR, EMAIL_AND_SMS, [
			row(1),
			row(2, { email: 'nobody' }),
		]);

		expect(result.error).toMatchObject({
			message: `'Email' is not an e-mail address: "nobody"`,
			context: { itemIndex: 1, data: { outcome: 'invalid', channel: 'email' } },
		});
		expect(received(sandbox)).toEqual([]);
	});

	it('sends the SMS although PayTR refuses the e-mail', async () => {
		sandbox.addFault({ service: 'paytr.send-email', fault: 'refuse', reason: 'Bugün olmaz' });
		const result = await engineOn(sandbox).runNode(PAYTR, EMAIL_AND_SMS, [row(1)], CONTINUE);

		expect(result.json).toMatchObject([
			{
				error: 'PayTR refused: Bugün olmaz',
				details: {
					outcome: 'rejected',
					reason: 'Bugün olmaz',
					linkId: 'NB2Zlz3',
					channel: 'email',
					recipient: emailOf(1),
				},
			},
			{ success: true, channel: 'sms' },
		]);
	});

	it('fails the item as a whole for a wrong link, and names everything else that is wrong', async () => {
		const wrong = row(1, { link: 'https://example.com/x', phone: '1', email: 'x' });
		const result = await engineOn(sandbox).runNode(PAYTR, EMAIL_AND_SMS, [wrong], CONTINUE);

		expect(result.json).toEqual([
			{
				error: `'Link ID' is not a PayTR link: "https://example.com/x"`,
				details: {
					outcome: 'invalid',
					provider: 'PayTR',
					description: expect.stringMatching(
						/^Use the ID.* Also: 'Email' is not an e-mail address: "x".* Also: 'Cell Phone' is not a Turkish mobile number: "1"/,
					) as string,
				},
			},
		]);
		expect(received(sandbox)).toEqual([]);
	});

	it('links both messages of an item to it, through the node that follows', async () => {
		const value = "={{ $('Start').item.json.name + ' ' + $json.channel }}";
		const result = await engineOn(sandbox).run(
			{
				nodes: [
					{ name: 'Notify', type: PAYTR, parameters: EMAIL_AND_SMS },
					{ name: 'Inspect', type: INSPECT_NODE, parameters: { value } },
				],
			},
			{ items: [row(1, { name: 'Ayşe' }), row(2, { name: 'İlker' })] },
		);

		expect(result.json.map((json) => json.value)).toEqual([
			'Ayşe email',
			'Ayşe sms',
			'İlker email',
			'İlker sms',
		]);
	});
});

describe('a wrong value', () => {
	it.each([
		['cellPhone', '', `'Cell Phone' is empty`],
		['cellPhone', '0532 123 45 6', `'Cell Phone' is not a Turkish mobile number: "0532 123 45 6"`],
		['linkId', 'a b', `'Link ID' is not one PayTR link alone: "a b"`],
		['linkId', '', `'Link ID' is empty`],
	])('in %s ("%s") is said by its label and sends nothing', async (name, value, message) => {
		const parameters = { ...SMS, [name]: `={{ ${JSON.stringify(value)} }}` };
		const result = await engineOn(sandbox).runNode(PAYTR, parameters, [row(1)]);

		expect(result.error).toMatchObject({ name: 'NodeOperationError', message });
		expect(received(sandbox)).toEqual([]);
	});

	it('for an e-mail address is more than 100 characters, counted as letters', async () => {
		const long = (length: number) => `${'ş'.repeat(length - 12)}@example.com`;
		const result = await engineOn(sandbox).runNode(
			PAYTR,
			EMAIL,
			[row(1, { email: long(100) }), row(2, { email: long(101) })],
			CONTINUE,
		);

		expect(result.json).toMatchObject([
			{ success: true, recipient: long(100) },
			{ error: `'Email' has 101 characters: "${long(101).slice(0, 100)}…"` },
		]);
	});

	it('is also an expression that n8n can not evaluate', async () => {
		const parameters = { ...SMS, cellPhone: "={{ $('Nowhere').item.json.phone }}" };
		const result = await engineOn(sandbox).runNode(PAYTR, parameters, [row(1)], CONTINUE);

		expect(result.json).toEqual([
			{
				error: "Referenced node doesn't exist",
				details: {
					outcome: 'invalid',
					provider: 'PayTR',
					description: 'Correct the expression for this item.',
				},
			},
		]);
	});
});

describe('a failed item', () => {
	const mixed = [row(1), row(2, { phone: '123' }), row(3, { link: 'INVALID3' }), row(4)];

	it('becomes an error item with Continue, in its place', async () => {
		const result = await engineOn(sandbox).runNode(PAYTR, SMS, mixed, CONTINUE);

		expect(result.run.status).toBe('success');
		expect(result.items).toEqual([
			expect.objectContaining({ json: expect.objectContaining({ success: true }) as object }),
			{ json: notAPhone('123'), pairedItem: { item: 1 } },
			{
				json: {
					error: 'PayTR refused: İşlem başarısız. Geçersiz id.',
					details: {
						outcome: 'rejected',
						provider: 'PayTR',
						description: 'The link does not exist, was deleted, or belongs to another store.',
						reason: 'İşlem başarısız. Geçersiz id.',
						linkId: 'INVALID3',
						channel: 'sms',
						recipient: phoneOf(3),
					},
				},
				pairedItem: { item: 2 },
			},
			expect.objectContaining({ pairedItem: { item: 3 } }),
		]);
		expect(recipients(sandbox)).toEqual([phoneOf(1), phoneOf(4)]);
	});

	it('goes to the error output with its row merged in', async () => {
		const result = await engineOn(sandbox).run(
			{
				nodes: [
					{ name: 'Notify', type: PAYTR, parameters: SMS, ...ERROR_OUTPUT },
					{ name: 'Sent', type: NO_OP_NODE },
					{ name: 'Failed', type: NO_OP_NODE },
				],
				connections: connections([
					['Notify', 'Sent'],
					['Notify', 'Failed', 1],
				]),
			},
			{ items: mixed },
		);

		expect(result.outputOf('Sent')[0]).toMatchObject([
			{ json: { success: true, recipient: phoneOf(1) } },
			{ json: { success: true, recipient: phoneOf(4) } },
		]);
		expect(result.outputOf('Failed')[0]).toMatchObject([
			{ json: { ...mixed[1], error: notAPhone('123').error } },
			{ json: { ...mixed[2], error: 'PayTR refused: İşlem başarısız. Geçersiz id.' } },
		]);
	});

	it('stops the workflow with its index and its outcome', async () => {
		const result = await engineOn(sandbox).runNode(PAYTR, SMS, [row(1), mixed[2], row(4)]);

		expect(result.run.status).toBe('error');
		expect(result.error).toMatchObject({
			name: 'NodeApiError',
			message: 'PayTR refused: İşlem başarısız. Geçersiz id.',
			description:
				'The link does not exist, was deleted, or belongs to another store. (3 items: 2 sent, 1 failed, 0 not started.)',
			context: {
				itemIndex: 1,
				data: { outcome: 'rejected', linkId: 'INVALID3', recipient: phoneOf(3) },
			},
		});
	});
});

describe.each(['supplyData', 'engineRequest'] as const)('as an AI tool via %s', (via) => {
	const parameters = {
		operation: 'sendSms',
		linkId: 'NB2Zlz3',
		cellPhone: "={{ $fromAI('phone', 'Mobile number of the customer', 'string') }}",
	};

	it('sends to the number that the model filled in', async () => {
		const args = { phone: '0532 123 45 67' };
		const result = await engineOn(sandbox).runTool(PAYTR, parameters, args, { via });

		expect(recipients(sandbox)).toEqual(['05321234567']);
		expect(result.tool).toMatchObject({ accepts: true });
		expect(result.response).toMatchObject([{ success: true, recipient: '05321234567' }]);
	});
});

it('tells the agent what is wrong with the number', async () => {
	const parameters = { ...SMS, linkId: 'NB2Zlz3', cellPhone: '123' };
	const result = await engineOn(sandbox).runTool(PAYTR, parameters, {});

	expect(result.error?.message).toContain(notAPhone('123').error);
});
