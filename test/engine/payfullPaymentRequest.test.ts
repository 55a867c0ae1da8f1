import { DateTime } from 'luxon';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { EngineOptions, NodeSettings } from './harness';
import {
	CLIENT_IP,
	CONTINUE,
	emailOf,
	engineOn,
	PAYFULL,
	received,
	recipients,
	REQUEST,
	requestWith,
	row,
} from './support/providers';
import { useSandbox } from './support/sandbox';

const sandbox = useSandbox();

/** Sends the request to each row, with some changed parameters. */
const send = async (
	parameters: INodeParameters = {},
	items: IDataObject[] = [row(1)],
	settings: NodeSettings = {},
	options: EngineOptions = {},
) => await engineOn(sandbox, options).runNode(PAYFULL, requestWith(parameters), items, settings);

/** Values for all parameters, including hidden ones. */
const ALL: INodeParameters = {
	recipientPhone: '+90 532 123 45 67',
	recipientFirstName: ' Gülşah ',
	recipientLastName: 'Öztürkoğlu',
	paymentItem: '42',
	quantity: 2,
	changeableQuantity: true,
	currency: 'EUR',
	smsText: 'Ödeme linkiniz: [LINK]',
	requestActionType: 'manual',
	requestPeriod: '2',
	repetitionCount: 6,
	language: 'en',
	clientIp: '2001:db8::1',
};

/** The fields of each request with the panel's defaults. */
const ALWAYS = {
	merchant: 'sandbox_merchant',
	type: 'Set',
	set_param: 'Request',
	language: 'tr',
	client_ip: CLIENT_IP,
	title: "Çay Bardağı 6'lı Set",
	recipient_email: emailOf(1),
	start_date: '01-12-2099',
	end_date: '31-12-2099',
	quantity: '1',
	changeable_quantity: '0',
	currency: 'TRY',
	kdv: '20',
};

const PAYMENT = {
	predefined: { predefined_payment: '1', payment_item: '42' },
	free: {
		predefined_payment: '0',
		payment_free_amount: '149.90',
		payment_free_title: 'İnce belli çay bardağı',
	},
};

const TYPE = {
	normal: { request_type: 'normal' },
	recurring: {
		request_type: 'recurring',
		request_action_type: 'manual',
		request_period: '2',
		repetition_count: '6',
	},
};

const emailText = { email_text: 'Sayın [email or name-surname], tutar [TOTAL].' };
const smsText = { sms_text: 'Ödeme linkiniz: [LINK]' };

const VIA = {
	email: { via_email_sms: '0', ...emailText },
	sms: { via_email_sms: '1', ...smsText },
	emailAndSms: { via_email_sms: '2', ...emailText, ...smsText },
};

const CASES = (['email', 'sms', 'emailAndSms'] as const).flatMap((via) =>
	(['predefined', 'free'] as const).flatMap((payment) =>
		(['normal', 'recurring'] as const).map((type) => ({ via, payment, type })),
	),
);

describe('send', () => {
	it.each(CASES)(
		'by $via, $payment payment, $type: sends exactly the fields that apply',
		async ({ via, payment, type }) => {
			const { items } = await send({
				...ALL,
				viaEmailSms: VIA[via].via_email_sms,
				predefinedPayment: payment === 'predefined',
				requestType: type,
			});

			expect(received(sandbox)).toEqual([
				{
					...ALWAYS,
					language: 'en',
					client_ip: '2001:db8::1',
					recipient_first_name: 'Gülşah',
					recipient_last_name: 'Öztürkoğlu',
					recipient_phone: '00905321234567',
					quantity: '2',
					changeable_quantity: '1',
					currency: 'EUR',
					...PAYMENT[payment],
					...TYPE[type],
					...VIA[via],
				},
			]);
			const [{ hash: paymentRequestHash }] = sandbox.state().paymentRequests;
			const data = { approved: true, paymentRequestHash };
			expect(items).toEqual([
				{
					json: {
						success: true,
						channel: via,
						recipientEmail: emailOf(1),
						recipientPhone: '00905321234567',
						paymentRequestHash,
						response: { status: 1, ErrorMSG: '', ErrorCode: '00', data },
					},
					pairedItem: { item: 0 },
				},
			]);
			const channels = { email: ['email'], sms: ['sms'], emailAndSms: ['sms', 'email'] };
			expect(sandbox.state().messages.map(({ channel }) => channel)).toEqual(channels[via]);
		},
	);

	it('omits empty fields and uses the panel’s defaults', async () => {
		const { json, hints } = await send();

		expect(received(sandbox)).toEqual([
			{ ...ALWAYS, ...PAYMENT.free, ...TYPE.normal, ...VIA.email },
		]);
		expect(json[0]).not.toHaveProperty('recipientPhone');
		expect(hints).toEqual([]);
	});

	it('reads every parameter of every item', async () => {
		const parameters = {
			title: '={{ $json.what }}',
			paymentFreeAmount: '={{ $json.price }}',
			quantity: '={{ $json.pieces }}',
			kdv: '={{ $json.vat }}',
		};
		await send(parameters, [
			row(1, { what: 'Bir', price: 12.5, pieces: '3', vat: '8 %' }),
			row(2, { what: 'İki', price: '1.234,56', pieces: 1, vat: 18 }),
		]);

		const sent = { title: 'Bir', payment_free_amount: '12.50', quantity: '3', kdv: '8' };
		expect(received(sandbox)).toMatchObject([
			{ ...sent, recipient_email: emailOf(1) },
			{ title: 'İki', payment_free_amount: '1234.56', kdv: '18', recipient_email: emailOf(2) },
		]);
	});

	it('by default begins today in Istanbul, uses its title as its line item, and may end today', async () => {
		const given = {
			startDate: '',
			paymentFreeTitle: '={{ $json.nothing }}',
			endDate: '={{ $now }}',
		};
		await send(given, [row(1)], {}, { timezone: 'Pacific/Kiritimati' });

		const today = DateTime.now().setZone('Europe/Istanbul').toFormat('dd-MM-yyyy');
		expect(received(sandbox)).toMatchObject([
			{ start_date: today, end_date: today, payment_free_title: REQUEST.title },
		]);
	});
});

it.each(['DateTime.fromISO', 'new Date'])(
	'reads a date in Istanbul’s time, whatever the workflow’s time zone: %s',
	async (from) => {
		// A one-time request may begin in the past.
		const days = { startDate: '1.1.2020', endDate: `={{ ${from}('2099-12-01T22:30:00.000Z') }}` };
		await send(days, [row(1)], {}, { timezone: 'America/New_York' });

		expect(received(sandbox)).toMatchObject([{ start_date: '01-01-2020', end_date: '02-12-2099' }]);
	},
);

const notWhole = (label: string, value: string) =>
	`'${label}' is not a whole number of 1 or more: "${value}"`;

describe('rejects a wrong value under its label, and sends nothing:', () => {
	const recurring = { requestType: 'recurring' };
	const sms = { viaEmailSms: '1', recipientPhone: '05321234567', smsText: '[LINK]' };
	const both = { ...sms, viaEmailSms: '2' };

	it.each<[string, unknown, string, INodeParameters?]>([
		['recipientEmail', 'a@b', `'Email' is not an e-mail address: "a@b"`],
		['recipientEmail', '', `'Email' is empty`, sms],
		['recipientPhone', '', `'Phone' is empty`, sms],
		['recipientPhone', '12345', `'Phone' is not a phone number: "12345"`, both],
		[
			'recipientPhone',
			'0212 555 44 33',
			`'Phone' is not a Turkish mobile number: "0212 555 44 33"`,
			sms,
		],
		['title', '  ', `'Title' is empty`],
		['startDate', 'soon', `'Start Date' is not a date: "soon"`],
		[
			'startDate',
			'1.1.2020',
			`'Start Date' is in the past, and a recurring request would begin at once: 01-01-2020`,
			recurring,
		],
		['endDate', '', `'End Date' is empty`],
		['endDate', '31.12.2025', `'End Date' is in the past: "31.12.2025"`],
		['endDate', '30.11.2099', `'End Date' is before 'Start Date': 30-11-2099 is before 01-12-2099`],
		['quantity', 0, notWhole('Quantity', '0')],
		['changeableQuantity', 'maybe', `'Changeable Quantity' is neither on nor off: "maybe"`],
		[
			'predefinedPayment',
			'maybe',
			`'Amount From' is neither on nor off: "maybe"`,
			{ paymentItem: '42' },
		],
		['currency', 'RUB', `'Currency' can't be "RUB"`],
		['currency', '', `'Currency' is empty`],
		['currency', undefined, `'Currency' is empty`],
		['kdv', 5, `'VAT Rate (KDV)' can't be "5"`],
		['viaEmailSms', '3', `'Send By' can't be "3"`, sms],
		['requestType', 'once', `'Request Type' can't be "once"`],
		['language', 'de', `'Language' can't be "de"`],
		['paymentFreeAmount', '149,90 €', `'Amount' is in EUR, but 'Currency' is TRY: "149,90 €"`],
		['paymentItem', '', `'Payment Item' is empty`, { predefinedPayment: true }],
		['emailText', '', `'Email Text' is empty`, both],
		['smsText', 'Öde: LINK', `'SMS Text' has no [LINK] and no address to pay at: "Öde: LINK"`, sms],
		['requestActionType', 'x', `'Action Type' can't be "x"`, recurring],
		['requestPeriod', 5, `'Period' can't be "5"`, recurring],
		['repetitionCount', -1, notWhole('Repetition Count', '-1'), recurring],
		['clientIp', '85.105.12', `'Client IP' is not an IP address: "85.105.12"`],
	])('%s %j: %s', async (name, value, message, more = {}) => {
		// The value is an expression, because n8n itself checks fixed values of required fields.
		const { error } = await send({ ...more, [name]: `={{ ${JSON.stringify(value)} }}` });

		expect(error).toMatchObject({
			name: 'NodeOperationError',
			message,
			context: { itemIndex: 0, data: { outcome: 'invalid', provider: 'Payfull' } },
		});
		expect(received(sandbox)).toEqual([]);
	});
});

describe('a value in a common notation', () => {
	const SMS = { viaEmailSms: '1', recipientPhone: '05321234567' };

	it.each<[INodeParameters, Record<string, string>]>([
		[
			{ currency: '€', paymentFreeAmount: '€ 20' },
			{ currency: 'EUR', payment_free_amount: '20.00' },
		],
		[
			{ quantity: '={{ "" }}', changeableQuantity: '={{ " " }}', language: '={{ undefined }}' },
			{ quantity: '1', changeable_quantity: '0', language: 'tr', currency: 'TRY' },
		],
		[{ predefinedPayment: '={{ "YANLIŞ" }}', paymentItem: '42' }, { predefined_payment: '0' }],
		[
			{ emailText: 'Son gün [lastpaymentdate ], [Total]' },
			{ email_text: 'Son gün [LASTPAYMENTDATE], [TOTAL]' },
		],
		[{ recipientPhone: '212 555 44 33' }, { recipient_phone: '00902125554433' }],
		[{ ...SMS, smsText: 'Öde: [LİNK]' }, { sms_text: 'Öde: [LINK]' }],
		[{ ...SMS, smsText: 'Öde: [link]' }, { sms_text: 'Öde: [LINK]' }],
		[{ ...SMS, smsText: 'Öde: [LINK ]' }, { sms_text: 'Öde: [LINK]' }],
		[{ ...SMS, smsText: 'Öde:[ Lınk ] [baska]' }, { sms_text: 'Öde:[LINK] [baska]' }],
		[{ ...SMS, smsText: 'https://ornek.com/ode' }, { sms_text: 'https://ornek.com/ode' }],
		[{ ...SMS, smsText: 'Öde: ornek.com/ode' }, { sms_text: 'Öde: ornek.com/ode' }],
		[{ ...SMS, smsText: 'Öde (www.ornek.com)' }, { sms_text: 'Öde (www.ornek.com)' }],
	])('sends %j as %j', async (parameters, sent) => {
		const { error } = await send(parameters);

		expect(error).toBeUndefined();
		expect(received(sandbox)).toMatchObject([sent]);
	});
});

describe('a remark', () => {
	const hintsOf = async (parameters: INodeParameters) =>
		(await send(parameters)).hints.map(({ message }) => message);

	it('reports that an unreadable phone was omitted from a request by e-mail', async () => {
		expect(await hintsOf({ recipientPhone: '+532 123 45 67' })).toEqual([
			expect.stringContaining("'Phone' could not be read and was left out"),
		]);
		expect(sandbox.state().counts.accepted).toEqual({ 'payfull.request': 1 });
		expect(received(sandbox)[0]).not.toHaveProperty('recipient_phone');
	});

	it('reports a title that is longer than Payfull’s own client allows', async () => {
		// 25 characters of two bytes each.
		const long = 'ş'.repeat(25);
		const remark = expect.stringContaining('A title is longer than 49 bytes') as string;

		expect(await hintsOf({ title: long })).toEqual([remark]);
		expect(await hintsOf({ paymentFreeTitle: long })).toEqual([remark]);
		expect(await hintsOf({ title: long.slice(1) })).toEqual([]);
	});
});

it('reports a refusal with Payfull’s code and words, and the recipient', async () => {
	sandbox.addFault({ service: 'payfull', fault: 'refuse', code: '33', reason: 'Payfull sözü' });

	expect((await send({}, [row(1)], CONTINUE)).json).toEqual([
		{
			error: 'Payfull refused (code 33): the phone number is wrong',
			howToFix: "Correct 'Phone'. Payfull's words: Payfull sözü",
			details: {
				outcome: 'rejected',
				provider: 'Payfull',
				description: "Correct 'Phone'. Payfull's words: Payfull sözü",
				code: '33',
				reason: 'Payfull sözü',
				channel: 'email',
				recipientEmail: emailOf(1),
			},
		},
	]);
});

it('has no paymentRequestHash if the response has none', async () => {
	sandbox.setAnswers({ hashAt: 'none' });
	const { json } = await send();

	expect(json).toMatchObject([{ success: true }]);
	expect(json[0]).not.toHaveProperty('paymentRequestHash');
});

describe('delete', () => {
	const remove = async (item: IDataObject, clientIp = '') =>
		await engineOn(sandbox).runNode(
			PAYFULL,
			{
				operation: 'delete',
				paymentRequestHash: '={{ $json.paymentRequestHash }}',
				additionalFields: { clientIp },
			},
			[item],
			CONTINUE,
		);

	it('deletes a sent request with exactly the documented fields', async () => {
		const sent = await send({}, [row(1), row(2)]);
		const { items } = await remove(sent.json[1]);

		const [kept, { hash, deleted }] = sandbox.state().paymentRequests;
		expect([kept.deleted, deleted]).toEqual([false, true]);
		expect(received(sandbox)[2]).toEqual({
			merchant: 'sandbox_merchant',
			language: 'tr',
			client_ip: CLIENT_IP,
			type: 'Delete',
			delete_param: 'Request',
			payment_request_hash: hash,
		});
		const response = { status: 1, ErrorMSG: '', ErrorCode: '00', data: { approved: true } };
		expect(items).toEqual([
			{ json: { deleted: true, paymentRequestHash: hash, response }, pairedItem: { item: 0 } },
		]);
	});

	it('reports a refusal by Payfull, with the request’s hash', async () => {
		expect((await remove({ paymentRequestHash: 'gone' })).json).toMatchObject([
			{
				error: 'Payfull refused (code 37): the value of a field is wrong',
				details: { outcome: 'rejected', code: '37', paymentRequestHash: 'gone' },
			},
		]);
	});

	it('needs a hash and a well-formed IP address', async () => {
		const description = expect.stringContaining(
			`'Client IP' is not an IP address: "1.2.3.999"`,
		) as string;

		expect((await remove({}, '={{ "1.2.3.999" }}')).json).toMatchObject([
			{
				error: "'Payment Request Hash' is empty",
				details: { outcome: 'invalid', description },
			},
		]);
		expect(received(sandbox)).toEqual([]);
	});
});

it.each(['supplyData', 'engineRequest'] as const)(
	'as an AI tool via %s sends the model’s values',
	async (via) => {
		const parameters = {
			...REQUEST,
			recipientEmail: "={{ $fromAI('email', 'E-mail of the customer', 'string') }}",
			paymentFreeAmount: "={{ $fromAI('amount', 'Amount in lira', 'number') }}",
		};
		const args = [{ email: 'ayse@example.com', amount: 1234.5 }];
		const { answers, tool } = await engineOn(sandbox).runTool(PAYFULL, parameters, args, via);

		expect(recipients(sandbox)).toEqual(['ayse@example.com']);
		expect(received(sandbox)).toMatchObject([{ payment_free_amount: '1234.50' }]);
		expect(tool).toMatchObject({ accepts: true });
		expect(answers).toMatchObject([[{ success: true, channel: 'email' }]]);
	},
);

describe('a workflow that was saved before the node had resources', () => {
	it('sends a payment request', async () => {
		expect(REQUEST).not.toHaveProperty('resource');
		await engineOn(sandbox).runNode(PAYFULL, { ...REQUEST, operation: 'send' }, [row(1)], CONTINUE);
		expect(received(sandbox)).toMatchObject([{ type: 'Set', set_param: 'Request' }]);
	});

	it('deletes a payment request', async () => {
		const saved = { operation: 'delete', paymentRequestHash: 'abc' };
		await engineOn(sandbox).runNode(PAYFULL, saved, [{}], CONTINUE);
		expect(received(sandbox)).toMatchObject([{ type: 'Delete', payment_request_hash: 'abc' }]);
	});
});
