import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startSandbox, type FaultRule, type Sandbox } from '../../sandbox';
import { createEngine, type EngineOptions, type EngineResult, type NodeSettings } from './harness';
import { reply, startEchoServer } from './harness/fixtures/echoServer';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

function engineOn(options: EngineOptions = {}, baseUrl = sandbox.url) {
	return createEngine({
		credentials: { paytrApi: { ...sandbox.credentials.paytr, baseUrl } },
		timezone: 'America/New_York',
		...options,
	});
}

const PRODUCT: INodeParameters = {
	resource: 'link',
	operation: 'create',
	name: 'Çay Bardağı',
	price: '14,45',
};

const NOTIFIED: INodeParameters = {
	...PRODUCT,
	notifyVia: ['email', 'sms'],
	email: 'gulsah@example.com',
	cellPhone: '+90 532 123 45 67',
};

type Engine = ReturnType<typeof createEngine>;

async function create(
	parameters: INodeParameters = PRODUCT,
	settings: NodeSettings = {},
	engine: Engine = engineOn(),
	items: IDataObject[] = [{}],
): Promise<EngineResult> {
	return await engine.runNode('paytrLinkNotify', parameters, items, settings);
}

/** The fields that PayTR was sent, in the order of the requests. */
const posted = (service?: string) =>
	sandbox
		.state()
		.requests.filter((request) => service === undefined || request.service === service)
		.map(({ fields }) => fields);

const accepted = () => sandbox.state().counts.accepted;

/** What one failed item says. */
interface Details extends IDataObject {
	outcome: string;
	linkId: string;
	link: string;
	notifications: IDataObject[];
}

function failedItem(result: EngineResult): { error: string; details: Details } {
	const [json] = result.json;
	return json as { error: string; details: Details };
}

const fault = (rule: FaultRule) => sandbox.addFault(rule);

const CONTINUE: NodeSettings = { onError: 'continueRegularOutput' };

describe('a new link', () => {
	it('for a product is posted with what applies to it, and told of', async () => {
		const result = await create({
			...PRODUCT,
			minCount: 2,
			maxInstallment: 12,
			lang: 'en',
			currency: '=TRY',
			additionalFields: { pft: 3, maxCount: 10, expiryDate: '2099-07-01T12:00:00' },
		});
		const [link] = sandbox.state().links;

		expect(posted()).toEqual([
			{
				merchant_id: '999999',
				name: 'Çay Bardağı',
				price: '1445',
				currency: 'TL',
				max_installment: '12',
				link_type: 'product',
				lang: 'en',
				// 12:00 in New York's summer.
				expiry_date: '2099-07-01 12:00:00',
				pft: '3',
				min_count: '2',
				max_count: '10',
				debug_on: '0',
			},
		]);
		expect(link).toMatchObject({ price: 1445, minCount: 2, stock: 10 });
		expect(result.json).toEqual([
			{
				success: true,
				linkId: link.id,
				link: link.link,
				response: { status: 'success', id: link.id, link: link.link },
				notifications: [],
			},
		]);
		expect(result.items[0].pairedItem).toEqual({ item: 0 });
	});

	it('needs only a name and a price', async () => {
		await create();

		expect(posted()).toEqual([
			{
				merchant_id: '999999',
				name: 'Çay Bardağı',
				price: '1445',
				currency: 'TL',
				max_installment: '1',
				link_type: 'product',
				lang: 'tr',
				min_count: '1',
				debug_on: '0',
			},
		]);
	});

	it('for a collection carries the payer’s e-mail address', async () => {
		await create({
			...PRODUCT,
			linkType: 'collection',
			email: ' gulsah@example.com ',
			minCount: 5,
		});

		expect(posted()).toEqual([
			{
				merchant_id: '999999',
				name: 'Çay Bardağı',
				price: '1445',
				currency: 'TL',
				max_installment: '1',
				link_type: 'collection',
				lang: 'tr',
				email: 'gulsah@example.com',
				debug_on: '0',
			},
		]);
		expect(sandbox.state().messages).toEqual([]);
	});

	it('with a flexible amount carries its limits and the payer’s name', async () => {
		await create({
			...PRODUCT,
			linkType: 'flex',
			flexMaxPrice: '1.000,50',
			currency: 'EUR',
			additionalFields: { userName: 'Gülşah Öztürk' },
			options: { debugOn: true },
		});

		expect(posted()).toEqual([
			{
				merchant_id: '999999',
				name: 'Çay Bardağı',
				price: '1445',
				currency: 'EUR',
				max_installment: '1',
				link_type: 'flex',
				lang: 'tr',
				flex_max_price: '100050',
				user_name: 'Gülşah Öztürk',
				debug_on: '1',
			},
		]);
		expect(sandbox.state().links[0]).toMatchObject({ price: 1445, flexMaxPrice: 100050 });
	});

	it('is made for every item from its own values', async () => {
		const result = await create(
			{ ...PRODUCT, name: '={{ $json.title }}', price: '={{ $json.amount }}' },
			{},
			engineOn(),
			[
				{ title: 'Çay', amount: 10.1 },
				{ title: 'Şeker', amount: 0.29 },
			],
		).catch((error: Error) => error);

		// "Çay" has three letters.
		expect(result).toMatchObject({
			error: { message: '\'Product Name\' has 3 characters: "Çay"' },
		});
		expect(posted()).toEqual([]);

		const both = await create(
			{ ...PRODUCT, name: '={{ $json.title }}', price: '={{ $json.amount }}' },
			CONTINUE,
			engineOn(),
			[
				{ title: 'Çay', amount: 10.1 },
				{ title: 'Şeker', amount: 0.29 },
			],
		);
		expect(both.json).toMatchObject([
			{ error: '\'Product Name\' has 3 characters: "Çay"', details: { outcome: 'invalid' } },
			{ success: true, linkId: sandbox.state().links[0].id },
		]);
		expect(posted()).toMatchObject([{ name: 'Şeker', price: '29' }]);
	});

	it('that PayTR refuses is a failure with PayTR’s words', async () => {
		fault({ service: 'paytr.create', fault: 'refuse', reason: 'Bu servis icin yetkiniz yok' });
		const result = await create(PRODUCT, CONTINUE);

		expect(result.json).toEqual([
			{
				error: 'PayTR refused: Bu servis icin yetkiniz yok',
				details: {
					outcome: 'rejected',
					provider: 'PayTR',
					reason: 'Bu servis icin yetkiniz yok',
					description: 'Ask PayTR to enable the link service for your store.',
				},
			},
		]);
	});

	it('of which no answer came is not made twice, and how to go on is said', async () => {
		fault({ service: 'paytr.create', fault: 'http500After' });
		const result = await create(PRODUCT, { retryOnFail: true, maxTries: 3, ...CONTINUE });

		expect(failedItem(result)).toEqual({
			error:
				'PayTR sent a web page instead of an answer (HTTP 500): it is not known whether the request was carried out',
			details: {
				outcome: 'unknown',
				provider: 'PayTR',
				code: '500',
				description:
					'Check in the PayTR panel whether the link exists before creating it again, or there may be two.',
			},
		});
		expect(sandbox.state().links).toHaveLength(1);
	});

	it.each([
		[{ link: 'https://www.paytr.com/link/NB2Zlz3' }, 'https://www.paytr.com/link/NB2Zlz3'],
		[{ id: 'NB2Zlz3' }, ''],
	])('has its ID, whichever of the two PayTR answers: %j', async (answer, link) => {
		const server = await startEchoServer();
		server.answer = (_call, response) => reply(response, { status: 'success', ...answer });
		const result = await create(PRODUCT, {}, engineOn({}, server.url));
		await server.stop();

		expect(result.json).toMatchObject([{ success: true, linkId: 'NB2Zlz3', link }]);
	});

	it('of which the answer has no ID is an unknown outcome', async () => {
		fault({ service: 'paytr.create', fault: 'otherJson' });

		expect(failedItem(await create(PRODUCT, CONTINUE)).details.outcome).toBe('unknown');
	});
});

describe('the expiry date', () => {
	const expiry = async (expiryDate: string, timezone: string) => {
		sandbox.reset();
		await create({ ...PRODUCT, additionalFields: { expiryDate } }, {}, engineOn({ timezone }), [
			{},
		]);
		return posted()[0]?.expiry_date;
	};

	it('is sent in Istanbul time, whatever the zone of the workflow', async () => {
		const winter = '2099-01-15T12:00:00';

		expect(await expiry(winter, 'America/New_York')).toBe('2099-01-15 12:00:00');
		expect(await expiry('2099-07-15', 'America/New_York')).toBe('2099-07-15 23:59:59');
	});

	it('may be an expression that yields a date', async () => {
		const luxon = "={{ DateTime.fromISO('2099-07-15T12:00:00') }}";
		const js = "={{ new Date('2099-07-15T12:00:00Z') }}";

		expect(await expiry(luxon, 'America/New_York')).toBe('2099-07-15 19:00:00');
		expect(await expiry(js, 'America/New_York')).toBe('2099-07-15 15:00:00');
	});

	it('is not in the past', async () => {
		const yesterday = '={{ $now.minus({ minutes: 1 }) }}';
		const parameters = { ...PRODUCT, additionalFields: { expiryDate: yesterday } };
		const { error } = await create(parameters);

		expect(error?.message).toMatch(/^'Expiry Date' is in the past: "/);
		expect(posted()).toEqual([]);
	});
});

describe('the callback', () => {
	const callback = (callbackLink: string): INodeParameters => ({
		...PRODUCT,
		additionalFields: { callbackLink, callbackId: 'ORDER1001' },
	});

	// Were anything sent to this host, the outcome would be notSent.
	const atPaytr = () => engineOn({}, 'https://paytr.invalid');

	it.each([
		[
			'http://127.0.0.1:5678/webhook/1/paytr',
			"'Callback Link' is on this machine (localhost), which PayTR cannot reach:",
		],
		[
			'https://n8n.example.com:5678/webhook/1/paytr',
			"'Callback Link' has a port, which PayTR refuses:",
		],
		['n8n.example.com/webhook/1/paytr', "'Callback Link' is not a web address:"],
	])('to %s is refused before anything is sent to PayTR', async (address, message) => {
		const { error } = await create(callback(address), {}, atPaytr());

		expect(error).toMatchObject({
			name: 'NodeOperationError',
			message: `${message} "${address}"`,
			description:
				'Use the public production URL of the PayTR Link Trigger, e.g. https://n8n.example.com/webhook/….',
			context: { itemIndex: 0, data: { outcome: 'invalid', provider: 'PayTR' } },
		});
	});

	it('that PayTR takes goes on to be sent', async () => {
		const { error } = await create(
			{ ...callback('https://n8n.example.com/webhook/1/paytr'), options: { retries: 0 } },
			{},
			atPaytr(),
		);

		expect(error?.context.data).toMatchObject({ outcome: 'notSent' });
	});

	it('may be on this machine where the credential points at it', async () => {
		const address = 'http://127.0.0.1:5678/webhook/1/paytr';
		await create(callback(address));

		expect(posted()).toMatchObject([{ callback_link: address, callback_id: 'ORDER1001' }]);
		expect(sandbox.state().links).toMatchObject([{ callbackLink: address }]);
	});

	it('needs both its fields', async () => {
		const { error } = await create({ ...PRODUCT, additionalFields: { callbackId: 'ORDER1001' } });

		expect(error?.message).toBe(
			"'Callback Link' is empty, but 'Callback ID' is given: \"ORDER1001\"",
		);
		expect(posted()).toEqual([]);
	});
});

describe('the QR code', () => {
	const WITH_QR = { ...NOTIFIED, additionalFields: { getQr: true } };
	const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

	function expectQr(result: EngineResult) {
		const [item] = result.items;
		const { data = '', ...file } = item.binary?.qr ?? {};
		expect(file).toMatchObject({
			fileName: `${String(item.json.linkId)}.png`,
			mimeType: 'image/png',
			fileType: 'image',
			fileExtension: 'png',
		});
		expect(Buffer.from(data, 'base64').subarray(0, 8)).toEqual(PNG);
		expect(item.json.response).toEqual({
			status: 'success',
			id: item.json.linkId,
			link: item.json.link,
		});
	}

	it('is a PNG beside the link', async () => {
		const result = await create(WITH_QR);

		expect(posted('paytr.create')).toMatchObject([{ get_qr: '1' }]);
		expectQr(result);
	});

	it('may come as qr_code', async () => {
		const other = await startSandbox({ answers: { qrField: 'qr_code' } });
		try {
			expectQr(await create(WITH_QR, {}, engineOn({}, other.url)));
		} finally {
			await other.close();
		}
	});

	it('is there after a re-run that had only the message to send', async () => {
		fault({ service: 'paytr.send-sms', fault: 'refuse', times: 1 });
		const result = await create(WITH_QR, { retryOnFail: true, maxTries: 2 });

		expectQr(result);
		expect(sandbox.state().links).toHaveLength(1);
	});

	it('is not there unless it is asked for', async () => {
		const [item] = (await create(NOTIFIED)).items;

		expect(item.binary).toBeUndefined();
	});
});

describe('a link that is sent in the same step', () => {
	it.each([
		[['email'], ['email gulsah@example.com']],
		[['sms'], ['sms 05321234567']],
		[
			['sms', 'email'],
			['email gulsah@example.com', 'sms 05321234567'],
		],
	])('by %j arrives there', async (notifyVia, arrived) => {
		const result = await create({ ...NOTIFIED, notifyVia });
		const { links, messages } = sandbox.state();

		expect(messages.map(({ channel, to }) => `${channel} ${to}`)).toEqual(arrived);
		expect(messages.every(({ linkId }) => linkId === links[0].id)).toBe(true);
		expect(result.json).toMatchObject([
			{
				success: true,
				linkId: links[0].id,
				link: links[0].link,
				notifications: messages.map(({ channel, to }) => ({
					success: true,
					linkId: links[0].id,
					channel,
					recipient: to,
					response: { status: 'success' },
				})),
			},
		]);
	});

	it('takes the payer’s address of a collection link', async () => {
		await create({ ...NOTIFIED, linkType: 'collection', notifyVia: ['email'] });

		expect(posted('paytr.create')).toMatchObject([{ email: 'gulsah@example.com' }]);
		expect(posted('paytr.send-email')).toMatchObject([{ email: 'gulsah@example.com' }]);
	});

	it.each([
		['a wrong address', { email: 'gulsah' }, '\'Email\' is not an e-mail address: "gulsah"'],
		[
			'a wrong number',
			{ cellPhone: '0212 123 45 67' },
			'\'Cell Phone\' is not a Turkish mobile number: "0212 123 45 67"',
		],
		['an unknown way', { notifyVia: '={{ ["fax"] }}' }, "'Notify Via' can't be \"fax\""],
	])('is not even made for %s', async (_what, change, message) => {
		const result = await create({ ...NOTIFIED, ...change }, CONTINUE);

		expect(failedItem(result)).toMatchObject({ error: message, details: { outcome: 'invalid' } });
		expect(sandbox.state().requests).toEqual([]);
	});

	it('says once that a collection link’s address is wrong', async () => {
		const { error } = await create({ ...NOTIFIED, linkType: 'collection', email: 'gulsah' });

		expect(error?.message).toBe('\'Email\' is not an e-mail address: "gulsah"');
		expect(error?.description).not.toContain('Also');
	});

	it.each<[string, string[]]>([
		['["email", "sms"]', ['email', 'sms']],
		['"sms, email"', ['email', 'sms']],
		['"SMS and E-mail"', ['email', 'sms']],
		['"E-posta ve SMS"', ['email', 'sms']],
		['"SMS"', ['sms']],
		['"none"', []],
		['null', []],
	])('takes the ways from the expression %s', async (expression, channels) => {
		await create({ ...NOTIFIED, notifyVia: `={{ ${expression} }}` });

		expect(sandbox.state().messages.map(({ channel }) => channel)).toEqual(channels);
	});
});

/** How the SMS can fail once the link is there and the e-mail is out. */
const SMS_FAILS: Array<[outcome: string, rule: FaultRule, message: string, advice: string]> = [
	[
		'rejected',
		{ fault: 'refuse', reason: 'SMS hakkiniz yok' },
		'but it was not sent by SMS: PayTR refused: SMS hakkiniz yok',
		'Correct what PayTR names.',
	],
	[
		'notSent',
		{ fault: 'http429' },
		'but it was not sent by SMS: PayTR asks to wait: too many requests',
		'Sending again is safe.',
	],
	[
		'unknown',
		{ fault: 'http500After' },
		'but it was perhaps not sent by SMS: PayTR sent a web page instead of an answer (HTTP 500): it is not known whether the request was carried out',
		'Check in the PayTR panel before sending again: sending again may contact the customer twice.',
	],
];

describe.each(SMS_FAILS)(
	'a link whose SMS ends as %s after the e-mail went out',
	(outcome, rule, message, advice) => {
		const parameters = {
			...NOTIFIED,
			additionalFields: { getQr: true },
			options: { retries: 0 },
		};
		const smsFails = (times?: number) =>
			fault({ service: 'paytr.send-sms', ...rule, ...(times === undefined ? {} : { times }) });

		it('is on the failed item, with what became of each message', async () => {
			smsFails();
			const result = await create(parameters, CONTINUE);
			const { links } = sandbox.state();
			const [{ id: linkId, link }] = links;
			const { error, details } = failedItem(result);

			expect(error).toBe(`The link ${link} was created, ${message}`);
			expect(details).toMatchObject({
				outcome,
				provider: 'PayTR',
				linkId,
				link,
				notifications: [
					{ success: true, channel: 'email', recipient: 'gulsah@example.com' },
					{ success: false, channel: 'sms', recipient: '05321234567', outcome },
				],
			});
			expect(details.description).toContain(advice);
			expect(details.description).toContain(
				"Use 'Send SMS' with this link; a retry of this execution does not create a second one.",
			);
		});

		it('is in the error that stops the workflow, and on the error output', async () => {
			smsFails();
			const stopped = await create(parameters);
			const [first] = sandbox.state().links;
			expect(stopped.error?.message).toContain(first.link);
			expect(stopped.error?.context.data).toMatchObject({ linkId: first.id, link: first.link });

			const routed = await create(parameters, { onError: 'continueErrorOutput' }, engineOn(), [
				{ deal: 7 },
			]);
			const [, second] = sandbox.state().links;
			expect(routed.json).toEqual([]);
			expect(routed.errorItems[0].json).toMatchObject({
				deal: 7,
				details: { linkId: second.id, link: second.link },
			});
		});

		it('is not made again by Retry On Fail, nor is the e-mail sent again', async () => {
			smsFails(1);
			const result = await create(parameters, { retryOnFail: true, maxTries: 3 });

			expect(accepted()).toMatchObject({ 'paytr.create': 1, 'paytr.send-email': 1 });
			expect(accepted()['paytr.send-sms']).toBe(1);
			expect(sandbox.state().links).toHaveLength(1);
			if (outcome === 'unknown') {
				expect(result.error?.message).toContain('it was perhaps not sent by SMS');
				return;
			}
			const [{ id: linkId }] = sandbox.state().links;
			expect(result.json).toMatchObject([
				{ success: true, linkId, notifications: [{ channel: 'email' }, { channel: 'sms' }] },
			]);
		});

		it('is not made again by the editor’s Retry', async () => {
			smsFails(1);
			const engine = engineOn();
			const workflow = { nodes: [{ name: 'Node', type: 'paytrLinkNotify', parameters }] };
			const failed = await engine.run(workflow);
			const retried = await engine.run(workflow, { retryOf: failed.run });

			expect(failed.run.status).toBe('error');
			expect(accepted()).toEqual({
				'paytr.create': 1,
				'paytr.send-email': 1,
				'paytr.send-sms': 1,
			});
			expect(retried.run.status).toBe(outcome === 'unknown' ? 'error' : 'success');
			expect(retried.items[0]?.binary?.qr.mimeType).toBe(
				outcome === 'unknown' ? undefined : 'image/png',
			);
		});
	},
);

it('sends an SMS of unknown outcome again where that is chosen', async () => {
	fault({ service: 'paytr.send-sms', fault: 'http500After', times: 1 });
	const result = await create(
		{ ...NOTIFIED, options: { onUnknownOutcome: 'resend' } },
		{ retryOnFail: true, maxTries: 2 },
	);

	expect(result.run.status).toBe('success');
	expect(accepted()).toEqual({ 'paytr.create': 1, 'paytr.send-email': 1, 'paytr.send-sms': 2 });
});

it('tells of both messages when both fail', async () => {
	fault({ service: 'paytr.send-email', fault: 'refuse', reason: 'Link pasif' });
	fault({ service: 'paytr.send-sms', fault: 'http500' });
	const { error, details } = failedItem(await create(NOTIFIED, CONTINUE));
	const [{ link }] = sandbox.state().links;

	// The doubtful one decides: sending it again may contact the customer twice.
	expect(details.outcome).toBe('unknown');
	expect(error).toBe(
		`The link ${link} was created, but it was perhaps not sent by SMS: PayTR sent a web page instead of an answer (HTTP 500): it is not known whether the request was carried out; it was not sent by e-mail: PayTR refused: Link pasif`,
	);
	expect(details.description).toContain("Use 'Send Email' and 'Send SMS' with this link");
	expect(details.notifications).toMatchObject([
		{ channel: 'email', outcome: 'rejected', error: 'PayTR refused: Link pasif' },
		{ channel: 'sms', outcome: 'unknown' },
	]);
});

describe('Skip Already Sent', () => {
	const KEY = { skipAlreadySent: true, deduplicationKey: 'INV-1' };
	const guarded = { ...NOTIFIED, options: { ...KEY, retries: 0 } };

	it('makes and sends the same link once', async () => {
		const engine = engineOn();
		await create(guarded, {}, engine);
		const again = await create(guarded, {}, engine);

		expect(again.json).toEqual([{ skipped: true, reason: 'alreadySent', name: 'Çay Bardağı' }]);
		expect(accepted()).toEqual({ 'paytr.create': 1, 'paytr.send-email': 1, 'paytr.send-sms': 1 });
		expect(again.hints).toEqual([
			{ message: '1 link skipped: sent in an earlier execution.', location: 'outputPane' },
		]);
	});

	it('is made and sent once by five executions at once, and the four say so', async () => {
		const engine = engineOn();
		const all = await Promise.all(
			Array.from({ length: 5 }, async () => await create(guarded, CONTINUE, engine)),
		);

		const said = all.map(({ json: [{ success, reason, error }] }) => reason ?? error ?? success);
		expect(said.sort()).toEqual([...Array(4).fill('alreadySent'), true]);
		expect(accepted()).toEqual({ 'paytr.create': 1, 'paytr.send-email': 1, 'paytr.send-sms': 1 });
	});

	it('tells links apart by the key alone, which it asks for', async () => {
		const engine = engineOn();
		for (const [price, deduplicationKey] of [
			[1, 'INV-1'],
			[2, 'INV-1'],
			[2, 'INV-2'],
		]) {
			const options = { skipAlreadySent: true, deduplicationKey };
			await create({ ...guarded, price, options }, {}, engine);
		}
		expect(posted('paytr.create')).toMatchObject([{ price: '100' }, { price: '200' }]);

		const { error } = await create({ ...guarded, options: { skipAlreadySent: true } }, {}, engine);
		expect(error?.message).toMatch(/^'Deduplication Key' is missing/);
	});

	it('fails for a link that was made and not sent: its ID is not known any more', async () => {
		const engine = engineOn();
		fault({ service: 'paytr.send-sms', fault: 'refuse', times: 1 });
		await create(guarded, CONTINUE, engine);
		const again = await create(guarded, CONTINUE, engine);

		expect(again.json).toEqual([
			{
				error: 'The link was created in an earlier execution, but it was not sent by SMS',
				details: {
					outcome: 'notSent',
					provider: 'PayTR',
					description:
						"Take the link from that execution or from the PayTR panel, and send it with 'Send SMS'.",
				},
			},
		]);
		expect(accepted()).toEqual({ 'paytr.create': 1, 'paytr.send-email': 1 });
	});

	it('skips and flags a link of which a message has an unknown outcome', async () => {
		const engine = engineOn();
		fault({ service: 'paytr.send-sms', fault: 'http500', times: 1 });
		await create(guarded, CONTINUE, engine);
		const again = await create(guarded, {}, engine);

		expect(again.json).toEqual([{ skipped: true, reason: 'unknownOutcome', name: 'Çay Bardağı' }]);
		expect(again.hints[0]?.message).toContain('1 has an unknown outcome');
		expect(sandbox.state().links).toHaveLength(1);
	});

	it('skips and flags a link that may have been made, or makes it again if chosen', async () => {
		const engine = engineOn();
		fault({ service: 'paytr.create', fault: 'http500After', times: 1 });
		await create(guarded, CONTINUE, engine);
		const skipped = await create(guarded, {}, engine);
		expect(skipped.json).toEqual([
			{ skipped: true, reason: 'unknownOutcome', name: 'Çay Bardağı' },
		]);
		expect(sandbox.state().links).toHaveLength(1);

		const options = { ...KEY, onUnknownOutcome: 'resend' };
		const made = await create({ ...guarded, options }, {}, engine);
		expect(made.json).toMatchObject([{ success: true }]);
		expect(sandbox.state().links).toHaveLength(2);
	});

	it('makes a link that was refused when it is run again', async () => {
		const engine = engineOn();
		fault({ service: 'paytr.create', fault: 'refuse', times: 1 });
		await create(guarded, CONTINUE, engine);
		const again = await create(guarded, {}, engine);

		expect(again.json).toMatchObject([{ success: true, notifications: [{}, {}] }]);
	});

	it('sends what is left by a retry of the same execution', async () => {
		fault({ service: 'paytr.send-sms', fault: 'refuse', times: 1 });
		const result = await create(guarded, { retryOnFail: true, maxTries: 2 });

		expect(result.json).toMatchObject([{ success: true, notifications: [{}, {}] }]);
		expect(accepted()).toEqual({ 'paytr.create': 1, 'paytr.send-email': 1, 'paytr.send-sms': 1 });
	});
});

describe('links that are deleted', () => {
	const DELETE = { resource: 'link', operation: 'delete' };

	/** So many links, their IDs. */
	async function links(count: number): Promise<string[]> {
		const items = Array.from({ length: count }, (_, i) => ({ name: `Link ${i + 1}` }));
		await create(
			{ ...PRODUCT, name: '={{ $json.name }}', options: { maxConcurrency: 1 } },
			{},
			engineOn(),
			items,
		);
		return sandbox.state().links.map(({ id }) => id);
	}

	const remove = async (linkId: string, settings: NodeSettings = {}) =>
		await engineOn().runNode('paytrLinkNotify', { ...DELETE, linkId }, [{}], settings);

	const leftOver = () =>
		sandbox
			.state()
			.links.filter(({ deleted }) => !deleted)
			.map(({ id }) => id);

	it('may be one, given by its address', async () => {
		const [id, other] = await links(2);
		const result = await remove(`${sandbox.url}/link/${id}`);

		expect(posted('paytr.delete')).toEqual([{ merchant_id: '999999', id, debug_on: '0' }]);
		expect(result.json).toEqual([{ deleted: true, linkId: id, response: { status: 'success' } }]);
		expect(leftOver()).toEqual([other]);
	});

	it('may be several in any notation, each asked for once', async () => {
		const [a, b, c] = await links(3);
		const result = await remove(` ${a},${b} ${sandbox.url}/link/${c}\n${a} ,`);

		expect(posted('paytr.delete')).toMatchObject([{ id: `${a},${b},${c}` }]);
		expect(result.json.map(({ linkId, deleted }) => [linkId, deleted])).toEqual([
			[a, true],
			[b, true],
			[c, true],
		]);
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual(Array(3).fill({ item: 0 }));
		expect(leftOver()).toEqual([]);
	});

	it('go in requests of ten', async () => {
		const ids = await links(23);
		const result = await remove(ids.join(','));

		expect(posted('paytr.delete').map(({ id }) => id.split(','))).toEqual([
			ids.slice(0, 10),
			ids.slice(10, 20),
			ids.slice(20),
		]);
		expect(result.json.map(({ linkId }) => linkId)).toEqual(ids);
		expect(leftOver()).toEqual([]);
	});

	it('that PayTR could not delete are failures of their own', async () => {
		const [a, b] = await links(2);
		const result = await remove(`${a},Gone1,${b}`, CONTINUE);

		expect(result.json).toMatchObject([
			{ deleted: true, linkId: a },
			{
				error: 'PayTR could not delete the link Gone1',
				details: {
					outcome: 'rejected',
					provider: 'PayTR',
					linkId: 'Gone1',
					description: 'The link does not exist, was deleted before, or belongs to another store.',
				},
			},
			{ deleted: true, linkId: b },
		]);
		expect(leftOver()).toEqual([]);

		const routed = await remove('Gone1,Gone2', { onError: 'continueErrorOutput' });
		expect(routed.json).toEqual([]);
		expect(routed.errorItems.map(({ json }) => json.error)).toEqual([
			'PayTR could not delete the link Gone1: İşlem başarısız. Geçersiz id.',
			'PayTR could not delete the link Gone2: İşlem başarısız. Geçersiz id.',
		]);
	});

	it('that are all unknown to PayTR fail each', async () => {
		const one = await remove('Gone1', CONTINUE);
		expect(one.json).toEqual([
			{
				error: 'PayTR refused: İşlem başarısız. Geçersiz id.',
				details: {
					outcome: 'rejected',
					provider: 'PayTR',
					linkId: 'Gone1',
					reason: 'İşlem başarısız. Geçersiz id.',
					description: 'The link does not exist, was deleted, or belongs to another store.',
				},
			},
		]);
	});

	it('fail each when PayTR refuses the request as a whole', async () => {
		const ids = await links(12);
		fault({ service: 'paytr.delete', fault: 'refuse', times: 1 });
		const result = await remove(ids.join(','), CONTINUE);

		expect(result.json).toMatchObject([
			...ids.slice(0, 10).map((linkId) => ({
				error: 'PayTR refused: Bu servis icin yetkiniz yok',
				details: { outcome: 'rejected', linkId },
			})),
			...ids.slice(10).map((linkId) => ({ deleted: true, linkId })),
		]);
		expect(leftOver()).toEqual(ids.slice(0, 10));
	});

	it.each<[answer: object, outcomes: unknown[]]>([
		[{ status: 'success' }, [true, true]],
		[{ status: 'success', failed_deletes: ['B2'] }, [true, 'rejected']],
		[{ status: 'success', success_deletes: ['A1'] }, [true, 'unknown']],
		[
			{ status: 'success', success_deletes: ['A1', 'B2'], failed_deletes: ['B2'] },
			[true, 'unknown'],
		],
		[{ status: 'success', success_deletes: [], failed_deletes: [] }, ['unknown', 'unknown']],
		[{ status: 'success', success_deletes: { 0: 'A1' } }, ['unknown', 'unknown']],
		[{ status: 'success', success_deletes: 'A1,B2' }, ['unknown', 'unknown']],
		[{ status: 'success', success_deletes: [{ id: 'A1' }] }, ['unknown', 'unknown']],
		[{ status: 'success', failed_deletes: { 0: 'B2' } }, ['unknown', 'unknown']],
		[{ status: 'success', reason: 'Bu servis icin yetkiniz yok' }, ['unknown', 'unknown']],
		[{ status: 'error', success_deletes: 1 }, ['unknown', 'unknown']],
		[{ status: 'failed', success_deletes: ['A1'], failed_deletes: ['B2'] }, [true, 'rejected']],
		[{ status: 'failed', failed_deletes: ['A1'] }, ['rejected', 'rejected']],
		[{ status: 'error', success_deletes: [] }, ['rejected', 'rejected']],
		[{ durum: 'tamam', failed_deletes: [] }, ['unknown', 'unknown']],
		[{ durum: 'tamam', success_deletes: ['A1', 'B2'] }, ['unknown', 'unknown']],
	])('are told apart by an answer such as %j', async (answer, outcomes) => {
		const server = await startEchoServer();
		server.answer = (_call, response) => reply(response, answer);
		const engine = engineOn({}, server.url);
		const parameters = { ...DELETE, linkId: 'A1,B2' };
		const result = await engine.runNode('paytrLinkNotify', parameters, [{}], CONTINUE);
		await server.stop();

		const told = (result.json as Array<{ deleted?: boolean; details?: Details }>).map(
			({ deleted, details }) => deleted ?? details?.outcome,
		);
		expect(told).toEqual(outcomes);
	});

	it.each([
		[
			'paytr_token gonderilmedi veya gecersiz',
			"Check 'Merchant Key' and 'Merchant Salt' in the PayTR API credential.",
		],
		['Bu servis icin yetkiniz yok', 'Ask PayTR to enable the link service for your store.'],
	])('that are refused say why: %s', async (reason, description) => {
		const server = await startEchoServer();
		const engine = engineOn({}, server.url);
		const parameters = { ...DELETE, linkId: 'A1' };
		const told = [];
		for (const lists of [{}, { success_deletes: [] }, { failed_deletes: ['A1'] }]) {
			server.answer = (_call, response) => reply(response, { status: 'error', reason, ...lists });
			const { json } = await engine.runNode('paytrLinkNotify', parameters, [{}], CONTINUE);
			told.push(json[0]);
		}
		await server.stop();

		expect(told).toMatchObject([
			{ error: `PayTR refused: ${reason}`, details: { reason, description } },
			{ error: `PayTR refused: ${reason}`, details: { reason, description } },
			{
				error: `PayTR could not delete the link A1: ${reason}`,
				details: { outcome: 'rejected', reason, description, linkId: 'A1' },
			},
		]);
	});

	it('have an unknown outcome when no answer came', async () => {
		const [a, b] = await links(2);
		fault({ service: 'paytr.delete', fault: 'empty', after: true });
		const result = await remove(`${a},${b}`, CONTINUE);

		expect(result.json).toMatchObject(
			[a, b].map((linkId) => ({
				error:
					'PayTR sent an empty answer (HTTP 200): it is not known whether the request was carried out',
				details: {
					outcome: 'unknown',
					linkId,
					description:
						'Check in the PayTR panel whether the link is gone. Deleting it again does no harm.',
				},
			})),
		);
	});

	it('are not asked for again by a retry once they are deleted', async () => {
		const ids = await links(12);
		fault({
			service: 'paytr.delete',
			match: { id: ids.slice(10).join(',') },
			fault: 'refuse',
			times: 1,
		});
		const result = await remove(ids.join(','), { retryOnFail: true, maxTries: 2 });

		expect(result.json.every(({ deleted }) => deleted === true)).toBe(true);
		expect(posted('paytr.delete').map(({ id }) => id.split(',').length)).toEqual([10, 2, 2]);
	});

	it.each([
		['https://www.paytr.com/', 'is not a PayTR link: "https://www.paytr.com/"'],
		['yok', 'is not a PayTR link: "yok"'],
		[
			'https://example.com/link/B2',
			'is a link of example.com, not of PayTR: "https://example.com/link/B2"',
		],
	])('must be PayTR links, not %s', async (other, message) => {
		const [a] = await links(1);
		const { error } = await remove(`${a}, ${other}`);

		expect(error).toMatchObject({
			message: `'Link ID' ${message}`,
			context: { data: { outcome: 'invalid' } },
		});
		expect(leftOver()).toEqual([a]);
	});
});

describe.each(['supplyData', 'engineRequest'] as const)('as an agent’s tool via %s', (via) => {
	const parameters: INodeParameters = {
		resource: 'link',
		operation: 'create',
		name: "={{ $fromAI('name', 'Name of the product', 'string') }}",
		price: "={{ $fromAI('price', 'Amount in lira', 'number') }}",
		linkType: 'collection',
		email: "={{ $fromAI('email', 'E-mail address of the payer', 'string') }}",
		notifyVia: ['email'],
	};
	const args = { name: 'Diş Temizliği', price: 1250.5, email: 'gulsah@example.com' };

	it('makes the link that the model describes, and tells it', async () => {
		const result = await engineOn().runTool('paytrLinkNotify', parameters, args, { via });
		const [link] = sandbox.state().links;

		expect(link).toMatchObject({ name: 'Diş Temizliği', price: 125050, linkType: 'collection' });
		expect(sandbox.state().messages).toMatchObject([{ to: 'gulsah@example.com' }]);
		expect(result.response).toMatchObject([{ success: true, linkId: link.id, link: link.link }]);
		expect(result.tool).toMatchObject({ name: 'Node', accepts: true });
	});

	it('tells the model what is wrong with its values', async () => {
		const wrong = { ...args, email: 'Gülşah' };
		const result = await engineOn().runTool('paytrLinkNotify', parameters, wrong, { via });
		const told = JSON.stringify([result.error?.message, result.response]);

		expect(told).toContain("'Email' is not an e-mail address");
		expect(posted()).toEqual([]);
	});
});
