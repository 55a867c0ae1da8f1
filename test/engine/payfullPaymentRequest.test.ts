import { DateTime } from 'luxon';
import type { INodeParameters } from 'n8n-workflow';

import { startSandbox, type Sandbox, type Answers } from '../../sandbox';
import { CODES } from '../../nodes/PayfullPaymentRequest/codes';
import { createEngine } from './harness';
import {
	CLIENT_IP,
	credentialsOf,
	emailOf,
	engineOn,
	PAYFULL,
	received,
	recipients,
	REQUEST,
	row,
} from './support/providers';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

const CONTINUE = { onError: 'continueRegularOutput' } as const;

/** Every parameter that there is, whether it applies or not. */
const ALL: INodeParameters = {
	...REQUEST,
	recipientPhone: '+90 532 123 45 67',
	recipientFirstName: ' Gülşah ',
	recipientLastName: 'Öztürkoğlu',
	paymentItem: '42',
	quantity: 2,
	changeableQuantity: true,
	currency: 'EUR',
	kdv: '20',
	smsText: 'Ödeme linkiniz: [LINK]',
	requestActionType: 'manual',
	requestPeriod: '2',
	repetitionCount: 6,
	language: 'en',
	clientIp: '2001:db8::1',
};

const ALWAYS = {
	merchant: 'sandbox_merchant',
	type: 'Set',
	set_param: 'Request',
	language: 'en',
	client_ip: '2001:db8::1',
	title: "Çay Bardağı 6'lı Set",
	recipient_email: emailOf(1),
	recipient_first_name: 'Gülşah',
	recipient_last_name: 'Öztürkoğlu',
	recipient_phone: '00905321234567',
	start_date: '01-12-2099',
	end_date: '31-12-2099',
	quantity: '2',
	changeable_quantity: '1',
	currency: 'EUR',
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
		'by $via, $payment payment, $type: exactly what applies',
		async ({ via, payment, type }) => {
			const parameters = {
				...ALL,
				viaEmailSms: VIA[via].via_email_sms,
				predefinedPayment: payment === 'predefined',
				requestType: type,
			};
			const result = await engineOn(sandbox).runNode(PAYFULL, parameters, [row(1)]);

			expect(received(sandbox)).toEqual([
				{ ...ALWAYS, ...PAYMENT[payment], ...TYPE[type], ...VIA[via] },
			]);
			expect(result.items).toEqual([
				{
					json: {
						success: true,
						channel: via,
						recipientEmail: emailOf(1),
						recipientPhone: '00905321234567',
						paymentRequestHash: sandbox.state().paymentRequests[0].hash,
						response: {
							status: 1,
							ErrorMSG: '',
							ErrorCode: '00',
							data: { approved: true, paymentRequestHash: expect.any(String) as string },
						},
					},
					pairedItem: { item: 0 },
				},
			]);
			const channels = { email: ['email'], sms: ['sms'], emailAndSms: ['sms', 'email'] };
			expect(sandbox.state().messages.map(({ channel }) => channel)).toEqual(channels[via]);
		},
	);

	it('leaves out what is empty, and takes the defaults of the panel', async () => {
		const result = await engineOn(sandbox).runNode(PAYFULL, REQUEST, [row(1)]);

		expect(received(sandbox)).toEqual([
			{
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
				...PAYMENT.free,
				...TYPE.normal,
				...VIA.email,
			},
		]);
		expect(result.json[0]).not.toHaveProperty('recipientPhone');
		expect(result.hints).toEqual([]);
	});

	it('reads every parameter of every item', async () => {
		const parameters = {
			...REQUEST,
			title: '={{ $json.what }}',
			paymentFreeAmount: '={{ $json.price }}',
			quantity: '={{ $json.pieces }}',
			kdv: '={{ $json.vat }}',
		};
		await engineOn(sandbox).runNode(PAYFULL, parameters, [
			row(1, { what: 'Bir', price: 12.5, pieces: '3', vat: '8 %' }),
			row(2, { what: 'İki', price: '1.234,56', pieces: 1, vat: 18 }),
		]);

		const sent = { title: 'Bir', payment_free_amount: '12.50', quantity: '3', kdv: '8' };
		expect(received(sandbox)).toMatchObject([
			{ ...sent, recipient_email: emailOf(1) },
			{ title: 'İki', payment_free_amount: '1234.56', kdv: '18', recipient_email: emailOf(2) },
		]);
	});
});

describe('what is left empty', () => {
	it('begins today in Istanbul, and has the title for its line', async () => {
		const parameters = { ...REQUEST, startDate: '', paymentFreeTitle: '={{ $json.nothing }}' };
		await engineOn(sandbox, { timezone: 'Pacific/Kiritimati' }).runNode(PAYFULL, parameters, [
			row(1),
		]);

		const today = DateTime.now().setZone('Europe/Istanbul').toFormat('dd-MM-yyyy');
		expect(received(sandbox)).toMatchObject([
			{ start_date: today, title: REQUEST.title, payment_free_title: REQUEST.title },
		]);
	});
});

describe('a day', () => {
	it.each([
		['2099-12-01T22:30:00.000Z', '02-12-2099'],
		["={{ DateTime.fromISO('2099-12-01T22:30:00.000Z') }}", '02-12-2099'],
		["={{ new Date('2099-12-01T22:30:00.000Z') }}", '02-12-2099'],
		['2099-12-05T00:00:00', '05-12-2099'],
		['5.12.2099 9:30', '05-12-2099'],
		['2099-12-05', '05-12-2099'],
	])("is Istanbul's, whatever the workflow's time zone: %s", async (endDate, day) => {
		const parameters = { ...REQUEST, startDate: '1.1.2099', endDate };
		await engineOn(sandbox, { timezone: 'America/New_York' }).runNode(PAYFULL, parameters, [
			row(1),
		]);

		expect(received(sandbox)).toMatchObject([{ start_date: '01-01-2099', end_date: day }]);
	});

	it('may be the first and the last, and today the last', async () => {
		const now = '={{ $now }}';
		await engineOn(sandbox).runNode(PAYFULL, { ...REQUEST, startDate: now, endDate: now }, [
			row(1),
		]);

		const [{ start_date, end_date }] = received(sandbox);
		expect(start_date).toBe(end_date);
	});

	it('may be over where a one-time request begins', async () => {
		await engineOn(sandbox).runNode(PAYFULL, { ...REQUEST, startDate: '1.1.2020' }, [row(1)]);

		expect(received(sandbox)).toMatchObject([{ start_date: '01-01-2020' }]);
	});
});

const notWhole = (label: string, value: string) =>
	`'${label}' is not a whole number of 1 or more: "${value}"`;

describe('a wrong value is said by its label and sends nothing:', () => {
	const recurring = { requestType: 'recurring' };
	const predefined = { predefinedPayment: true };
	const sms = { viaEmailSms: '1', recipientPhone: '05321234567', smsText: '[LINK]' };

	it.each<[string, INodeParameters, unknown, string]>([
		['recipientEmail', {}, 'a@b', `'Recipient Email' is not an e-mail address: "a@b"`],
		['recipientEmail', sms, '', `'Recipient Email' is empty`],
		['recipientPhone', sms, '', `'Recipient Phone' is empty`],
		['recipientPhone', sms, '12345', `'Recipient Phone' is not a phone number: "12345"`],
		[
			'recipientPhone',
			sms,
			'0212 555 44 33',
			`'Recipient Phone' is not a Turkish mobile number: "0212 555 44 33"`,
		],
		[
			'recipientPhone',
			{ ...sms, viaEmailSms: '2' },
			'+532 123 45 67',
			`'Recipient Phone' begins with + or 00, but not with +90: "+532 123 45 67"`,
		],
		['title', {}, '  ', `'Title' is empty`],
		['startDate', {}, 'soon', `'Start Date' is not a date: "soon"`],
		['startDate', {}, '31.02.2027', `'Start Date' is not a day of the calendar: "31.02.2027"`],
		['startDate', {}, 46387, `'Start Date' is a spreadsheet's number of a day: "46387"`],
		[
			'startDate',
			recurring,
			'1.1.2020',
			`'Start Date' is in the past, and a recurring request would begin at once: 01-01-2020`,
		],
		['endDate', {}, '', `'End Date' is empty`],
		['endDate', {}, '31.12.2025', `'End Date' is in the past: "31.12.2025"`],
		[
			'endDate',
			{},
			'30.11.2099',
			`'End Date' is before 'Start Date': 30-11-2099 is before 01-12-2099`,
		],
		['quantity', {}, 0, notWhole('Quantity', '0')],
		['quantity', {}, 1.5, notWhole('Quantity', '1.5')],
		['changeableQuantity', {}, 'maybe', `'Changeable Quantity' is neither on nor off: "maybe"`],
		[
			'predefinedPayment',
			{ paymentItem: '42' },
			'maybe',
			`'Predefined Payment' is neither on nor off: "maybe"`,
		],
		['currency', {}, 'RUB', `'Currency' can't be "RUB"`],
		['kdv', {}, 5, `'VAT Rate (KDV)' can't be "5"`],
		['kdv', {}, '', `'VAT Rate (KDV)' is empty`],
		['viaEmailSms', sms, '3', `'Send By' can't be "3"`],
		['requestType', {}, 'once', `'Request Type' can't be "once"`],
		['language', {}, 'de', `'Language' can't be "de"`],
		['paymentFreeAmount', {}, '1.234', `'Payment Amount' can be read two ways: "1.234"`],
		['paymentFreeAmount', {}, '12,345', `'Payment Amount' can be read two ways: "12,345"`],
		['paymentFreeAmount', {}, 0, `'Payment Amount' is zero`],
		[
			'paymentFreeAmount',
			{},
			'149,90 €',
			`'Payment Amount' is in EUR, but 'Currency' is TRY: "149,90 €"`,
		],
		['paymentItem', predefined, '', `'Payment Item' is empty`],
		['emailText', { ...sms, viaEmailSms: '2' }, '', `'Email Text' is empty`],
		['smsText', sms, '', `'SMS Text' is empty`],
		[
			'smsText',
			sms,
			'Ödeme linkiniz: LINK',
			`'SMS Text' has no [LINK] and no address to pay at: "Ödeme linkiniz: LINK"`,
		],
		['requestActionType', recurring, 'x', `'Action Type' can't be "x"`],
		['requestPeriod', recurring, 5, `'Period' can't be "5"`],
		['repetitionCount', recurring, -1, notWhole('Repetition Count', '-1')],
		['clientIp', {}, '85.105.12', `'Client IP' is not an IP address: "85.105.12"`],
	])('%s (%j) %j', async (name, more, value, message) => {
		// As an expression: n8n itself checks fixed values of required fields.
		const parameters = { ...REQUEST, ...more, [name]: `={{ ${JSON.stringify(value)} }}` };
		const result = await engineOn(sandbox).runNode(PAYFULL, parameters, [row(1)]);

		expect(result.error).toMatchObject({
			name: 'NodeOperationError',
			message,
			context: { itemIndex: 0, data: { outcome: 'invalid', provider: 'Payfull' } },
		});
		expect(received(sandbox)).toEqual([]);
	});

	it('all of them in one description', async () => {
		const parameters = { ...REQUEST, title: '={{ "" }}', quantity: '={{ 0 }}', kdv: '={{ 7 }}' };
		const result = await engineOn(sandbox).runNode(PAYFULL, parameters, [row(1)]);

		expect(result.error?.message).toBe(`'Title' is empty`);
		expect(result.error?.description).toBe(
			`Fill it in for this item. If the sheet has a value, check the column's name in the expression. Also: ${notWhole('Quantity', '0')}. Use 1 or more. Also: 'VAT Rate (KDV)' can't be "7". Use one of: 0, 1, 8, 10, 18, 20.`,
		);
	});
});

describe('a value as people have it', () => {
	it.each<[INodeParameters, Record<string, string>]>([
		[{ currency: 'TL', paymentFreeAmount: '₺1.234,56' }, { payment_free_amount: '1234.56' }],
		[{ paymentFreeAmount: '1 234,50 TL' }, { payment_free_amount: '1234.50' }],
		[
			{ currency: '€', paymentFreeAmount: '€ 20' },
			{ currency: 'EUR', payment_free_amount: '20.00' },
		],
		[{ kdv: '={{ 0.2 }}' }, { kdv: '20' }],
		[{ kdv: '%20,00' }, { kdv: '20' }],
		[{ language: 'TR' }, { language: 'tr' }],
		[
			{ changeableQuantity: '={{ "Evet" }}', quantity: '={{ "2,0" }}' },
			{ changeable_quantity: '1', quantity: '2' },
		],
		[{ predefinedPayment: '={{ "YANLIŞ" }}', paymentItem: '42' }, { predefined_payment: '0' }],
		[
			{ emailText: 'Son gün [lastpaymentdate ], [Total]' },
			{ email_text: 'Son gün [LASTPAYMENTDATE], [TOTAL]' },
		],
		[{ recipientPhone: '212 555 44 33' }, { recipient_phone: '00902125554433' }],
	])('%j is sent as %j', async (parameters, sent) => {
		const result = await engineOn(sandbox).runNode(PAYFULL, { ...REQUEST, ...parameters }, [
			row(1),
		]);

		expect(result.error).toBeUndefined();
		expect(received(sandbox)).toMatchObject([sent]);
	});

	it.each([
		['Öde: [LİNK]', 'Öde: [LINK]'],
		['Öde: [link]', 'Öde: [LINK]'],
		['Öde: [LINK ]', 'Öde: [LINK]'],
		['Öde:[ Lınk ] [baska]', 'Öde:[LINK] [baska]'],
		['Öde: https://ornek.com/ode', 'Öde: https://ornek.com/ode'],
		['Öde: ornek.com/ode', 'Öde: ornek.com/ode'],
		['Öde (www.ornek.com)', 'Öde (www.ornek.com)'],
	])('an SMS of "%s" says "%s"', async (smsText, sent) => {
		const sms = { ...REQUEST, viaEmailSms: '1', recipientPhone: '05321234567', smsText };
		await engineOn(sandbox).runNode(PAYFULL, sms, [row(1)]);

		expect(received(sandbox)).toMatchObject([{ sms_text: sent }]);
	});
});

describe('a remark', () => {
	const hintsOf = async (parameters: INodeParameters, items = [row(1)]) =>
		(await engineOn(sandbox).runNode(PAYFULL, parameters, items)).hints.map(
			({ message }) => message,
		);

	it.each(['12345', '+532 123 45 67', '5,32123E+09', '#REF!'])(
		'says that the phone %s was left out of a request by e-mail',
		async (recipientPhone) => {
			expect(await hintsOf({ ...REQUEST, recipientPhone })).toEqual([
				expect.stringContaining("'Recipient Phone' could not be read and was left out") as string,
			]);
			expect(sandbox.state().counts.accepted).toEqual({ 'payfull.request': 1 });
			expect(received(sandbox)[0]).not.toHaveProperty('recipient_phone');
		},
	);

	it("says that a title is longer than Payfull's own client takes", async () => {
		// 25 letters of two bytes.
		const long = 'ş'.repeat(25);
		const remark = expect.stringContaining('A title is longer than 49 bytes') as string;

		expect(await hintsOf({ ...REQUEST, title: long })).toEqual([remark]);
		expect(await hintsOf({ ...REQUEST, paymentFreeTitle: long })).toEqual([remark]);
		expect(await hintsOf({ ...REQUEST, title: long.slice(1) })).toEqual([]);
	});
});

describe("the customer's IP address", () => {
	const withCredentialIp = (clientIp: string) => {
		const { payfullApi } = credentialsOf(sandbox, sandbox.url);
		return createEngine({ credentials: { payfullApi: { ...payfullApi, clientIp } } });
	};

	it("is the node's, else the credential's", async () => {
		const engine = withCredentialIp('198.51.100.7');
		await engine.runNode(PAYFULL, { ...REQUEST, clientIp: '={{ $json.ip }}' }, [
			row(1, { ip: '85.105.12.99' }),
			row(2, { ip: '' }),
		]);

		expect(received(sandbox).map(({ client_ip }) => client_ip)).toEqual([
			'85.105.12.99',
			'198.51.100.7',
		]);
	});

	it('is required by Payfull: without one the item is invalid', async () => {
		const result = await withCredentialIp('').runNode(PAYFULL, REQUEST, [row(1)], CONTINUE);

		expect(result.json).toMatchObject([
			{
				error: "'Client IP' is missing: Payfull requires one",
				details: {
					outcome: 'invalid',
					description: "Fill in 'Client IP' in the node or in the Payfull API credential.",
				},
			},
		]);
		expect(received(sandbox)).toEqual([]);
	});
});

describe('a refusal', () => {
	const MEANINGS: Array<[code: string, meaning: string, wayOut: string]> = [
		['01', 'a required field is missing', 'Fill in the field that Payfull names.'],
		['02', 'the language must be tr or en', "'Language'"],
		['03', 'the merchant name is wrong', "'Merchant' in the Payfull API credential"],
		['04', 'the signature is wrong', "'Password' in the Payfull API credential"],
		['05', 'the type of call is wrong', 'what Payfull says'],
		['06', 'the amount is wrong', "'Payment Amount'"],
		['07', 'the currency or the amount is wrong', "'Currency'"],
		['20', 'the kind of request is wrong', 'what Payfull says'],
		['21', 'some fields are wrong', 'what Payfull says'],
		['28', 'the e-mail address is wrong', "'Recipient Email'"],
		['31', 'this operation is not allowed', 'what Payfull says'],
		['33', 'the phone number is wrong', "'Recipient Phone'"],
		['36', 'a date is wrong', "'Start Date'"],
		['37', 'the value of a field is wrong', 'what Payfull says'],
		['38', 'the e-mail address is wrong', "'Recipient Email'"],
		['40', 'the format of a field is wrong', 'what Payfull says'],
		['42', 'this e-mail address may not be used through the API', 'ask Payfull to allow this one'],
		['100', 'the IP address is not authorised for this API account', 'Ayarlar > Api Hesapları'],
		['101', 'the client IP is malformed', "'Client IP'"],
		['102', 'instalments are not supported for this customer', 'Ask Payfull'],
	];

	it('has its own words for every code that can occur here', () => {
		expect(MEANINGS.map(([code]) => code).sort()).toEqual(Object.keys(CODES).sort());
	});

	it.each(MEANINGS)('with code %s: %s', async (code, meaning, wayOut) => {
		sandbox.addFault({ service: 'payfull', fault: 'refuse', code, reason: 'Payfull sözü' });
		const result = await engineOn(sandbox).runNode(PAYFULL, REQUEST, [row(1)], CONTINUE);

		expect(result.json).toEqual([
			{
				error: `Payfull refused (code ${code}): ${meaning}`,
				details: {
					outcome: 'rejected',
					provider: 'Payfull',
					description: expect.stringContaining(wayOut) as string,
					code,
					reason: 'Payfull sözü',
					channel: 'email',
					recipientEmail: emailOf(1),
				},
			},
		]);
		expect(result.json[0].details).toHaveProperty(
			'description',
			expect.stringMatching(/ Payfull's words: Payfull sözü$/),
		);
	});

	it('with a code that nobody knows passes through', async () => {
		sandbox.addFault({ service: 'payfull', fault: 'refuse', code: '19', reason: 'Bilinmeyen' });
		const result = await engineOn(sandbox).runNode(PAYFULL, REQUEST, [row(1)]);

		expect(result.error).toMatchObject({
			name: 'NodeApiError',
			message: 'Payfull refused (code 19): Bilinmeyen',
			description: 'Correct what Payfull names, or ask Payfull about this code.',
			httpCode: '19',
			context: { itemIndex: 0, data: { code: '19', reason: 'Bilinmeyen' } },
		});
	});
});

describe('paymentRequestHash', () => {
	const hashOf = async (hashAt: Answers['hashAt']) => {
		const own = await startSandbox({ answers: { hashAt } });
		const { json } = await engineOn(own).runNode(PAYFULL, REQUEST, [row(1)]);
		const [{ hash }] = own.state().paymentRequests;
		await own.close();
		return { found: json[0].paymentRequestHash, hash };
	};

	it('is found at the top of the answer too', async () => {
		const { found, hash } = await hashOf('top');

		expect(found).toBe(hash);
	});

	it('is left out where the answer has none', async () => {
		expect((await hashOf('none')).found).toBeUndefined();
	});
});

describe('delete', () => {
	const DELETE = { operation: 'delete', paymentRequestHash: '={{ $json.paymentRequestHash }}' };

	it('takes back what send returned, posting exactly the documented fields', async () => {
		const engine = engineOn(sandbox);
		const sent = await engine.runNode(PAYFULL, REQUEST, [row(1), row(2)]);
		const result = await engine.runNode(PAYFULL, DELETE, [sent.json[1]]);

		const [kept, gone] = sandbox.state().paymentRequests;
		expect([kept.deleted, gone.deleted]).toEqual([false, true]);
		expect(received(sandbox)[2]).toEqual({
			merchant: 'sandbox_merchant',
			language: 'tr',
			client_ip: CLIENT_IP,
			type: 'Delete',
			delete_param: 'Request',
			payment_request_hash: gone.hash,
		});
		expect(result.items).toEqual([
			{
				json: {
					deleted: true,
					paymentRequestHash: gone.hash,
					response: { status: 1, ErrorMSG: '', ErrorCode: '00', data: { approved: true } },
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	it("says what Payfull refuses, with the request's hash", async () => {
		const result = await engineOn(sandbox).runNode(
			PAYFULL,
			DELETE,
			[{ paymentRequestHash: 'gone' }],
			CONTINUE,
		);

		expect(result.json).toMatchObject([
			{
				error: 'Payfull refused (code 37): the value of a field is wrong',
				details: { outcome: 'rejected', code: '37', paymentRequestHash: 'gone' },
			},
		]);
	});

	it('needs a hash and a well-formed IP address', async () => {
		const parameters = { ...DELETE, clientIp: '={{ "1.2.3.999" }}' };
		const result = await engineOn(sandbox).runNode(PAYFULL, parameters, [{}], CONTINUE);

		expect(result.json).toMatchObject([
			{
				error: "'Payment Request Hash' is empty",
				details: {
					outcome: 'invalid',
					description: expect.stringContaining(
						`'Client IP' is not an IP address: "1.2.3.999"`,
					) as string,
				},
			},
		]);
		expect(received(sandbox)).toEqual([]);
	});
});

describe.each(['supplyData', 'engineRequest'] as const)('as an AI tool via %s', (via) => {
	it('sends what the model filled in', async () => {
		const parameters = {
			...REQUEST,
			recipientEmail: "={{ $fromAI('email', 'E-mail of the customer', 'string') }}",
			paymentFreeAmount: "={{ $fromAI('amount', 'Amount in lira', 'number') }}",
		};
		const args = { email: 'ayse@example.com', amount: 1234.5 };
		const result = await engineOn(sandbox).runTool(PAYFULL, parameters, args, { via });

		expect(recipients(sandbox)).toEqual(['ayse@example.com']);
		expect(received(sandbox)).toMatchObject([{ payment_free_amount: '1234.50' }]);
		expect(result.tool).toMatchObject({ accepts: true });
		expect(result.response).toMatchObject([{ success: true, channel: 'email' }]);
	});
});
