import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { connections, INSPECT_NODE, NO_OP_NODE, type NodeSettings } from './harness';
import {
	CONTINUE,
	EMAIL,
	EMAIL_AND_SMS,
	emailOf,
	engineOn,
	ERROR_OUTPUT,
	PAYTR,
	phoneOf,
	received,
	recipients,
	row,
	SMS,
} from './support/providers';
import { useSandbox } from './support/sandbox';

const sandbox = useSandbox();

const send = async (
	parameters: INodeParameters,
	items: IDataObject[] = [row(1)],
	settings: NodeSettings = {},
) => await engineOn(sandbox).runNode(PAYTR, parameters, items, settings);

const ALWAYS = { merchant_id: '999999', id: 'NB2Zlz3', debug_on: '0' };

const USE_A_MOBILE = 'Use a Turkish mobile number such as 0532 123 45 67 or +90 532 123 45 67.';

const notAPhone = (value: string) => ({
	error: `'Phone' is not a Turkish mobile number: "${value}"`,
	howToFix: USE_A_MOBILE,
	details: {
		outcome: 'invalid',
		provider: 'PayTR',
		description: USE_A_MOBILE,
		channel: 'sms',
	},
});

const INVALID_ID = 'İşlem başarısız. Geçersiz id.';

const wrongEmail = { error: `'Email' is not an e-mail address: "nobody"` };

describe('sendSms', () => {
	it('is the default operation', async () => {
		await send({ linkId: 'NB2Zlz3', cellPhone: '05551234567' });

		expect(sandbox.state().requests).toMatchObject([
			{ service: 'paytr.send-sms', accepted: true, path: '/odeme/api/link/send-sms' },
		]);
	});

	it('posts exactly the documented fields for every item, and links its output', async () => {
		const link = ` ${sandbox.url}/link/aB-_9/?utm=sms#top `;
		const second = row(2, { link, phone: '+90 555 000-00-02' });
		const { items, hints } = await send(SMS, [row(1), second]);

		expect(received(sandbox)).toEqual([
			{ ...ALWAYS, cell_phone: '05550000001' },
			{ ...ALWAYS, id: 'aB-_9', cell_phone: '05550000002' },
		]);
		const message = { success: true, channel: 'sms', response: { status: 'success' } };
		expect(items).toEqual([
			{ json: { ...message, linkId: 'NB2Zlz3', recipient: phoneOf(1) }, pairedItem: { item: 0 } },
			{ json: { ...message, linkId: 'aB-_9', recipient: phoneOf(2) }, pairedItem: { item: 1 } },
		]);
		expect(hints).toEqual([]);
	});

	it('returns the reason that the option Debug adds, for each item separately', async () => {
		const items = [true, false].map((debug) => row(1, { debug, link: 'INVALID1' }));
		const parameters = { ...SMS, options: { debugOn: '={{ $json.debug }}' } };
		const { json } = await send(parameters, items, CONTINUE);

		expect(received(sandbox)).toMatchObject([{ debug_on: '1' }, { debug_on: '0' }]);
		expect(json).toMatchObject([
			{ error: `PayTR refused: ${INVALID_ID} [debug: no link INVALID1]` },
			{ error: `PayTR refused: ${INVALID_ID}` },
		]);
	});
});

it('sendEmail posts exactly the documented fields, with the address as typed', async () => {
	const recipient = 'Гюль.Oz@Example.com';
	const { items } = await send(EMAIL, [row(1, { email: ` ${recipient} ` })]);

	expect(received(sandbox)).toEqual([{ ...ALWAYS, email: recipient }]);
	const response = { status: 'success' };
	expect(items).toEqual([
		{
			json: { success: true, linkId: 'NB2Zlz3', channel: 'email', recipient, response },
			pairedItem: { item: 0 },
		},
	]);
});

describe('sendEmailAndSms', () => {
	it('sends the SMS if the e-mail address is wrong, and vice versa', async () => {
		const items = [row(1, { email: 'nobody' }), row(2, { phone: '0532 123 45' })];
		const { json } = await send(EMAIL_AND_SMS, items, CONTINUE);

		expect(recipients(sandbox).sort()).toEqual([phoneOf(1), emailOf(2)].sort());
		expect(json).toMatchObject([
			{ ...wrongEmail, details: { outcome: 'invalid', channel: 'email' } },
			{ success: true, channel: 'sms' },
			{ success: true, channel: 'email' },
			notAPhone('0532 123 45'),
		]);
	});

	it('sends nothing in Stop mode if one address is wrong', async () => {
		const { error } = await send(EMAIL_AND_SMS, [row(1), row(2, { email: 'nobody' })]);

		expect(error).toMatchObject({
			name: 'NodeOperationError',
			message: wrongEmail.error,
			context: { itemIndex: 1, data: { outcome: 'invalid', channel: 'email' } },
		});
		expect(received(sandbox)).toEqual([]);
	});

	it('sends the SMS if PayTR refuses the e-mail', async () => {
		sandbox.addFault({ service: 'paytr.send-email', fault: 'refuse', reason: 'Bugün olmaz' });
		const { json } = await send(EMAIL_AND_SMS, [row(1)], CONTINUE);

		const message = { linkId: 'NB2Zlz3', channel: 'email', recipient: emailOf(1) };
		expect(json).toMatchObject([
			{
				error: 'PayTR refused: Bugün olmaz',
				details: { outcome: 'rejected', reason: 'Bugün olmaz', ...message },
			},
			{ success: true, channel: 'sms' },
		]);
	});

	it('fails the whole item for a wrong link, and lists all other problems', async () => {
		const wrong = row(1, { link: 'https://example.com/x', phone: '1', email: 'nobody' });
		const { json } = await send(EMAIL_AND_SMS, [wrong], CONTINUE);

		const description = expect.stringMatching(
			/^Use the ID.* Also: 'Email' is not an e-mail address: "nobody".* Also: 'Phone' is not a Turkish mobile number: "1"/,
		) as string;
		expect(json).toEqual([
			{
				error: `'Link ID' is not a PayTR link: "https://example.com/x"`,
				howToFix: description,
				details: { outcome: 'invalid', provider: 'PayTR', description },
			},
		]);
		expect(received(sandbox)).toEqual([]);
	});

	it('makes two output items of each item, both linked to it', async () => {
		const value = "={{ $('Start').item.json.name + ' ' + $json.recipient }}";
		const nodes = [
			{ name: 'Notify', type: PAYTR, parameters: EMAIL_AND_SMS },
			{ name: 'Inspect', type: INSPECT_NODE, parameters: { value } },
		];
		const items = [row(1, { name: 'Ayşe' }), row(2, { name: 'İlker' })];
		const { json } = await engineOn(sandbox).run({ nodes }, { items });

		expect(json.map((one) => one.value)).toEqual([
			`Ayşe ${emailOf(1)}`,
			`Ayşe ${phoneOf(1)}`,
			`İlker ${emailOf(2)}`,
			`İlker ${phoneOf(2)}`,
		]);
		expect(sandbox.state().counts).toMatchObject({ email: 2, sms: 2, requests: 4 });
	});
});

describe('a wrong value', () => {
	it('is an e-mail address of more than 100 characters, counted as letters', async () => {
		const long = (length: number) => `${'я'.repeat(length - 12)}@example.com`;
		const items = [row(1, { email: long(100) }), row(2, { email: long(101) })];

		expect((await send(EMAIL, items, CONTINUE)).json).toMatchObject([
			{ success: true, recipient: long(100) },
			{ error: `'Email' has 101 characters: "${long(101).slice(0, 100)}…"` },
		]);
	});

	it.each([
		['={{ $json.Cep Tel }}', 'Write a name with a blank in brackets: {{ $json["Cep Tel"] }}.'],
		[
			"={{ $('Start').item.json.Cep Tel }}",
			'Write a name with a blank in brackets: {{ $(\'Start\').item.json["Cep Tel"] }}.',
		],
		['={{ $json. }}', 'Drag the column from the input panel onto the field.'],
	])('is also the unreadable expression %s', async (cellPhone, description) => {
		const { json } = await send({ ...SMS, cellPhone }, [row(1)], CONTINUE);
		expect(json).toMatchObject([
			{
				error: `'Phone' has an expression that n8n can't read: "${cellPhone.slice(1)}"`,
				details: { outcome: 'invalid', description },
			},
		]);
	});

	it('can be an expression that n8n cannot evaluate', async () => {
		const parameters = { ...SMS, cellPhone: "={{ $('Nowhere').item.json.phone }}" };
		const description = 'Correct the expression for this item.';

		expect((await send(parameters, [row(1)], CONTINUE)).json).toEqual([
			{
				error: "Referenced node doesn't exist",
				howToFix: description,
				details: { outcome: 'invalid', provider: 'PayTR', description },
			},
		]);
	});
});

describe('a failed item', () => {
	const mixed = [row(1), row(2, { phone: '123' }), row(3, { link: 'INVALID3' }), row(4)];
	const error = `PayTR refused: ${INVALID_ID}`;

	it('becomes an error item with Continue, in its position', async () => {
		const { run, items } = await send(SMS, mixed, CONTINUE);

		expect(run.status).toBe('success');
		const sent = expect.objectContaining({ success: true }) as IDataObject;
		const details = {
			outcome: 'rejected',
			provider: 'PayTR',
			description: 'The link does not exist, was deleted, or belongs to another store.',
			reason: INVALID_ID,
			linkId: 'INVALID3',
			channel: 'sms',
			recipient: phoneOf(3),
		};
		expect(items).toEqual(
			[sent, notAPhone('123'), { error, howToFix: details.description, details }, sent].map(
				(json, item) => ({
					json,
					pairedItem: { item },
				}),
			),
		);
		expect(recipients(sandbox)).toEqual([phoneOf(1), phoneOf(4)]);
	});

	it('goes to the error output together with its row’s fields', async () => {
		const nodes = [
			{ name: 'Notify', type: PAYTR, parameters: SMS, ...ERROR_OUTPUT },
			{ name: 'Sent', type: NO_OP_NODE },
			{ name: 'Failed', type: NO_OP_NODE },
		];
		const both = connections([
			['Notify', 'Sent'],
			['Notify', 'Failed', 1],
		]);
		const workflow = { nodes, connections: both };
		const result = await engineOn(sandbox).run(workflow, { items: mixed });

		expect(result.outputOf('Sent')[0]).toMatchObject([
			{ json: { success: true, recipient: phoneOf(1) } },
			{ json: { success: true, recipient: phoneOf(4) } },
		]);
		expect(result.outputOf('Failed')[0]).toMatchObject([
			{ json: { ...mixed[1], error: notAPhone('123').error } },
			{ json: { ...mixed[2], error } },
		]);
	});

	it('stops the workflow with its index and its outcome', async () => {
		const result = await send(SMS, [row(1), mixed[2], row(4)]);

		expect(result.run.status).toBe('error');
		expect(result.error).toMatchObject({
			name: 'NodeApiError',
			message: error,
			description:
				'The link does not exist, was deleted, or belongs to another store. (3 items: 2 sent, 1 failed, 0 not started.) Sent: row 1 (05550000001), row 3 (05550000004). Failed: row 2 (05550000003). Fix the failed rows and use Retry on this execution, only once: a new run sends again what was sent.',
			context: {
				itemIndex: 1,
				data: { outcome: 'rejected', linkId: 'INVALID3', recipient: phoneOf(3) },
			},
		});
	});
});
