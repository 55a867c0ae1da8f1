import type { IDataObject, INodeParameters, IRun } from 'n8n-workflow';

import type { FaultRule } from '../../sandbox';
import { createEngine, type Engine, type EngineResult, type NodeSettings } from './harness';
import {
	CONTINUE,
	credentialsOf,
	engineOn,
	ERROR_OUTPUT,
	fates,
	PAYTR,
	tries,
} from './support/providers';
import { useSandbox } from './support/sandbox';

const sandbox = useSandbox();

const NAME = 'Çay Bardağı';

/** Parameters that send the new link in the same step. */
const NOTIFY: INodeParameters = {
	notifyVia: ['email', 'sms'],
	email: 'gulsah@example.com',
	cellPhone: '+90 532 123 45 67',
};

/** Creates a link for 14.45 lira with this name and these changed parameters. */
async function create(
	parameters: INodeParameters = {},
	settings: NodeSettings = {},
	engine: Engine = engineOn(sandbox),
	items: IDataObject[] = [{}],
	retryOf?: IRun,
): Promise<EngineResult> {
	const product = {
		...{ resource: 'link', operation: 'create', name: NAME, price: '14,45' },
		sendOnce: 'off',
	};
	const given = { ...product, ...parameters };
	return await engine.runNode(PAYTR, given, items, settings, { retryOf });
}

/** The fields sent to PayTR, in the order of the requests. */
const posted = (service?: string) =>
	sandbox
		.state()
		.requests.filter((request) => service === undefined || request.service === service)
		.map(({ fields }) => fields);

const links = () => sandbox.state().links;

const accepted = () => sandbox.state().counts.accepted;

/** One request each for a link and for both of its messages. */
const ONCE = { 'paytr.create': 1, 'paytr.send-email': 1, 'paytr.send-sms': 1 };

const fault = (service: string, rule: FaultRule) =>
	sandbox.addFault({ service: `paytr.${service}`, ...rule });

interface Details extends IDataObject {
	description: string;
	link: string;
}

const INVALID_ID = 'İşlem başarısız. Geçersiz id.';

/** The message about a request that hit the fault `http500After`. */
const NOT_KNOWN =
	'PayTR sent a web page instead of an answer (HTTP 500): it is not known whether the request was carried out';

/** The failure of the first item. */
const failureIn = ({ json }: EngineResult) => json[0] as { error: string; details: Details };

describe('a new link', () => {
	/** The expected fields of each type of link. */
	const SENT = {
		merchant_id: '999999',
		name: NAME,
		price: '1445',
		currency: 'TL',
		max_installment: '1',
		lang: 'tr',
		debug_on: '0',
	};

	it('for a product is posted with the fields that apply, and returned', async () => {
		const result = await create({
			currency: '=TRY',
			maxCount: 10,
			additionalFields: {
				...{ minCount: 2, maxInstallment: 12, lang: 'en', pft: 3 },
				expiryDate: '2099-07-01T12:00:00',
			},
		});
		const [{ id, link, ...made }] = links();

		expect(posted()).toEqual([
			{
				...SENT,
				max_installment: '12',
				link_type: 'product',
				lang: 'en',
				expiry_date: '2099-07-01 12:00:00',
				pft: '3',
				min_count: '2',
				max_count: '10',
			},
		]);
		expect(made).toMatchObject({ price: 1445, minCount: 2, stock: 10 });
		const response = { status: 'success', id, link };
		expect(result.items).toEqual([
			{
				json: { success: true, linkId: id, link, response, notifications: [] },
				pairedItem: { item: 0 },
			},
		]);
	});

	it.each<[string, INodeParameters, object]>([
		['of any stock has no limit', { maxCount: 0 }, { link_type: 'product', min_count: '1' }],
		['needs only a name and a price', {}, { link_type: 'product', min_count: '1', max_count: '1' }],
		[
			'for a collection carries the payer’s e-mail address, which gets no message',
			{ linkType: 'collection', email: ' gulsah@example.com ', minCount: 5 },
			{ link_type: 'collection', email: 'gulsah@example.com' },
		],
		[
			'with a flexible amount carries its limits and the payer’s name',
			{
				linkType: 'flex',
				flexMaxPrice: '1.000,50',
				currency: 'EUR',
				additionalFields: { userName: 'Gülşah Öztürk' },
				options: { debugOn: true },
			},
			{
				link_type: 'flex',
				currency: 'EUR',
				flex_max_price: '100050',
				user_name: 'Gülşah Öztürk',
				debug_on: '1',
			},
		],
	])('%s', async (_what, parameters, sent) => {
		await create(parameters);

		expect(posted()).toEqual([{ ...SENT, ...sent }]);
	});

	it('is created for every item from its own values', async () => {
		const own = { name: '={{ $json.title }}', price: '={{ $json.amount }}' };
		const items = [
			{ title: 'Çay', amount: 10.1 },
			{ title: 'Şeker', amount: 0.29 },
		];
		const { json } = await create(own, CONTINUE, engineOn(sandbox), items);

		expect(json).toMatchObject([
			{ error: '\'Name\' has 3 characters: "Çay"', details: { outcome: 'invalid' } },
			{ success: true, linkId: links()[0].id },
		]);
		expect(posted()).toMatchObject([{ name: 'Şeker', price: '29' }]);
	});

	const DOUBT =
		'Check in the PayTR panel whether the link exists before creating it again, or there may be two.';

	/** The message after n8n has run the node again. */
	const STILL_IN_DOUBT =
		"Look in the PayTR panel whether the link exists. Then run the workflow again with 'On Unknown Outcome' set to 'Send Again' if it does not, or to 'Treat as Sent' if it does.";

	it('with an unknown outcome must be checked before it is created again', async () => {
		fault('create', { fault: 'http500After' });

		expect(failureIn(await create({}, CONTINUE)).details.description).toBe(DOUBT);
	});

	it.each<[string, FaultRule, string, object, number]>([
		[
			'PayTR refuses',
			{ fault: 'refuse', reason: 'Bu servis icin yetkiniz yok' },
			'PayTR refused: Bu servis icin yetkiniz yok',
			{
				outcome: 'rejected',
				reason: 'Bu servis icin yetkiniz yok',
				description: 'Ask PayTR to enable the link service for your store.',
			},
			3,
		],
		[
			'was perhaps made',
			{ fault: 'http500After' },
			NOT_KNOWN,
			{ outcome: 'unknown', code: '500', description: STILL_IN_DOUBT },
			1,
		],
		[
			'has no ID in the answer',
			{ fault: 'answer', body: { status: 'success', link: 'https://www.paytr.com/' } },
			'PayTR sent an answer of an unknown form (HTTP 200): it is not known whether the request was carried out',
			{ outcome: 'unknown', code: '200', description: STILL_IN_DOUBT },
			1,
		],
	])(
		'that %s is reported, and requested again if that is safe',
		async (_, rule, error, details, asked) => {
			fault('create', rule);
			const { json } = await create({}, { ...tries(3), ...CONTINUE });

			const howToFix = (details as Details).description;
			expect(json).toEqual([{ error, howToFix, details: { provider: 'PayTR', ...details } }]);
			expect(posted()).toHaveLength(asked);
		},
	);

	it.each([
		[{ link: 'https://www.paytr.com/link/NB2Zlz3' }, 'https://www.paytr.com/link/NB2Zlz3'],
		[{ id: 'NB2Zlz3' }, ''],
	])('has its ID, in either form of the answer: %j', async (answer, link) => {
		fault('create', { fault: 'answer', body: { status: 'success', ...answer } });

		expect((await create()).json).toMatchObject([{ success: true, linkId: 'NB2Zlz3', link }]);
	});

	it.each([
		["={{ DateTime.fromISO('2099-07-15T12:00:00') }}", '2099-07-15 19:00:00'],
		["={{ new Date('2099-07-15T12:00:00Z') }}", '2099-07-15 15:00:00'],
	])(
		'reads the expiry date in Istanbul’s time, whatever the workflow’s time zone: %s',
		async (expiryDate, sent) => {
			const engine = engineOn(sandbox, { timezone: 'America/New_York' });
			await create({ additionalFields: { expiryDate } }, {}, engine);

			expect(posted()).toMatchObject([{ expiry_date: sent }]);
		},
	);

	it('includes a QR code as a PNG if requested', async () => {
		const [{ json, binary }] = (await create({ additionalFields: { getQr: true } })).items;

		expect(posted()).toMatchObject([{ get_qr: '1' }]);
		const { data = '', ...file } = binary?.qr ?? {};
		const { linkId, link } = json;
		expect(file).toMatchObject({
			fileName: `${String(linkId)}.png`,
			mimeType: 'image/png',
			fileType: 'image',
			fileExtension: 'png',
		});
		const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
		expect(Buffer.from(data, 'base64').subarray(0, 8)).toEqual(PNG);
		expect(json.response).toEqual({ status: 'success', id: linkId, link });
	});
});

describe('the callback', () => {
	const HERE = 'http://127.0.0.1:5678/webhook/1/paytr';
	const callback = (callbackLink: string) => ({
		additionalFields: { callbackLink, callbackId: 'ORDER1001' },
		options: { retries: 0 },
	});

	it('with an address that PayTR cannot reach is rejected before anything is sent', async () => {
		// This host doesn't exist, so a request would have the outcome notSent.
		const atPaytr = createEngine({ credentials: credentialsOf(sandbox, 'https://paytr.invalid') });
		const sent = await create(callback('https://n8n.example.com/x'), {}, atPaytr);

		expect((await create(callback(HERE), {}, atPaytr)).error).toMatchObject({
			name: 'NodeOperationError',
			message: `'Callback Link' is on this machine (localhost), which PayTR cannot reach: "${HERE}"`,
			description:
				'Use the public production URL of the PayTR Link Trigger, e.g. https://n8n.example.com/webhook/….',
			context: { itemIndex: 0, data: { outcome: 'invalid', provider: 'PayTR' } },
		});
		expect(sent.error?.context.data).toMatchObject({ outcome: 'notSent' });
	});

	it('may use an address on this machine if the credential points to it', async () => {
		await create(callback(HERE));

		expect(posted()).toMatchObject([{ callback_link: HERE, callback_id: 'ORDER1001' }]);
		expect(links()).toMatchObject([{ callbackLink: HERE }]);
	});
});

describe('a link that is sent in the same step', () => {
	const EMAIL = 'email gulsah@example.com';
	const SMS = 'sms 05321234567';

	it.each<[INodeParameters[string], string[]]>([
		[['email'], [EMAIL]],
		[
			['sms', 'email'],
			[EMAIL, SMS],
		],
		['={{ "sms, email" }}', [EMAIL, SMS]],
		['={{ "SMS and E-mail" }}', [EMAIL, SMS]],
		['={{ "E-posta ve SMS" }}', [EMAIL, SMS]],
		['={{ "SMS" }}', [SMS]],
		['={{ "none" }}', []],
		['={{ null }}', []],
	])('by %j arrives there', async (notifyVia, arrived) => {
		const { json } = await create({ ...NOTIFY, notifyVia });
		const { messages } = sandbox.state();
		const [{ id: linkId, link }] = links();

		expect(messages.map(({ channel, to }) => `${channel} ${to}`)).toEqual(arrived);
		expect(messages.every((message) => message.linkId === linkId)).toBe(true);
		const notifications = messages.map(({ channel, to: recipient }) => {
			return { success: true, linkId, channel, recipient, response: { status: 'success' } };
		});
		expect(json).toMatchObject([{ success: true, linkId, link, notifications }]);
	});

	it.each([
		['a wrong address', { email: 'gulsah' }, '\'Email\' is not an e-mail address: "gulsah"'],
		[
			'a collection’s wrong address, which is said once,',
			{ email: 'gulsah', linkType: 'collection' },
			'\'Email\' is not an e-mail address: "gulsah"',
		],
		[
			'a wrong number',
			{ cellPhone: '0212 123 45 67' },
			'\'Phone\' is not a Turkish mobile number: "0212 123 45 67"',
		],
		['an unknown way', { notifyVia: '={{ ["fax"] }}' }, "'Send By' can't be \"fax\""],
	])('is not even created for %s', async (_what, change, message) => {
		const { error, details } = failureIn(await create({ ...NOTIFY, ...change }, CONTINUE));

		expect([error, details.outcome]).toEqual([message, 'invalid']);
		expect(details.description).not.toContain('Also');
		expect(posted()).toEqual([]);
	});
});

/** Ways in which the SMS can fail after the link was created and the e-mail was sent. */
const SMS_FAILS: Array<[outcome: string, rule: FaultRule, message: string, advice: string]> = [
	[
		'rejected',
		{ fault: 'refuse', reason: 'SMS hakkiniz yok' },
		'but it was not sent by SMS: PayTR refused: SMS hakkiniz yok',
		"Correct what PayTR names. Switch on 'Debug' in the options for a longer explanation.",
	],
	[
		'notSent',
		{ fault: 'http429' },
		'but it was not sent by SMS: PayTR asks to wait: too many requests',
		"Sending again is safe. Set 'Requests per Second' in the options to slow down.",
	],
	[
		'unknown',
		{ fault: 'http500After' },
		`but it was perhaps not sent by SMS: ${NOT_KNOWN}`,
		'Check in the PayTR panel before sending again: sending again may contact the customer twice.',
	],
];

describe.each(SMS_FAILS)(
	'a link whose SMS has the outcome %s after the e-mail was sent',
	(outcome, rule, message, advice) => {
		const parameters = {
			...NOTIFY,
			additionalFields: { getQr: true },
			options: { retries: 0 },
		};
		const isUnknown = outcome === 'unknown';

		it('is in the error that stops the workflow, and at the error output with both messages', async () => {
			fault('send-sms', rule);
			const stopped = await create(parameters);
			const routed = await create(parameters, ERROR_OUTPUT, engineOn(sandbox), [{ deal: 7 }]);
			const [first, second] = links().map(({ id: linkId, link }) => ({ linkId, link }));

			expect(stopped.error?.message).toBe(`The link ${first.link} was created, ${message}`);
			expect(stopped.error?.context.data).toMatchObject(first);
			expect(routed.json).toEqual([]);
			expect(routed.errorItems[0].json).toMatchObject({
				deal: 7,
				error: `The link ${second.link} was created, ${message}`,
				details: {
					...second,
					outcome,
					provider: 'PayTR',
					description: `${advice} Use 'Send SMS' with this link; a retry of this execution does not create a second one.`,
					notifications: [
						{ success: true, channel: 'email', recipient: 'gulsah@example.com' },
						{ success: false, channel: 'sms', recipient: '05321234567', outcome },
					],
				},
			});
		});

		it.each(['Retry On Fail', 'the editor’s Retry'])(
			'is not created again by %s, nor is the e-mail sent again',
			async (way) => {
				fault('send-sms', { ...rule, times: 1 });
				const engine = engineOn(sandbox);
				const isByItself = way === 'Retry On Fail';
				let result = await create(parameters, isByItself ? tries(3) : {}, engine);
				if (!isByItself) result = await create(parameters, {}, engine, [{}], result.run);

				expect(accepted()).toEqual(ONCE);
				expect(result.run.status).toBe(isUnknown ? 'error' : 'success');
				if (isUnknown) expect(result.error?.message).toContain('it was perhaps not sent by SMS');
				else {
					const notifications = [{ channel: 'email' }, { channel: 'sms' }];
					expect(result.items).toMatchObject([
						{
							json: { success: true, linkId: links()[0].id, notifications },
							binary: { qr: { mimeType: 'image/png' } },
						},
					]);
				}
			},
		);
	},
);

it('reports both messages if both fail', async () => {
	fault('send-email', { fault: 'refuse', reason: 'Link pasif' });
	fault('send-sms', { fault: 'http500' });
	const { error, details } = failureIn(await create(NOTIFY, CONTINUE));

	// The unknown outcome takes precedence, because sending again may contact the customer twice.
	expect(details.outcome).toBe('unknown');
	expect(error).toBe(
		`The link ${details.link} was created, but it was perhaps not sent by SMS: ${NOT_KNOWN}; it was not sent by e-mail: PayTR refused: Link pasif`,
	);
	expect(details.description).toContain("Use 'Send Email' and 'Send SMS' with this link");
	expect(details.notifications).toMatchObject([
		{ channel: 'email', outcome: 'rejected', error: 'PayTR refused: Link pasif' },
		{ channel: 'sms', outcome: 'unknown' },
	]);
});

describe('sent only once', () => {
	const guarded = {
		...NOTIFY,
		...{ sendOnce: 'perKey', deduplicationKey: 'INV-1', options: { retries: 0 } },
	};
	const asSent = { ...guarded, options: { retries: 0, onUnknownOutcome: 'skip' } };
	const skippedFor = (reason: string) => ({ skipped: true, reason, name: NAME });
	const UNKNOWN = '1 has an unknown outcome: check in the PayTR panel before sending again.';

	const TAKE_THE_LINK =
		"Take the link from that execution or from the PayTR panel, and send it with 'Send SMS'.";

	const unknown = (error: string, description: string) => ({
		error,
		howToFix: description,
		details: { outcome: 'unknown', provider: 'PayTR', description },
	});

	it.each<[string, FaultRule | undefined, object, string, object, INodeParameters?]>([
		[
			'was sent skips it',
			undefined,
			skippedFor('alreadySent'),
			'1 link skipped: sent before.',
			ONCE,
		],
		[
			'was made and perhaps sent fails, and says what to do',
			{ service: 'paytr.send-sms', fault: 'http500After' },
			unknown(
				'The link was created in an earlier execution, but it is not known whether it was sent by SMS',
				"Look in the PayTR panel. If it was sent, run the workflow again with 'On Unknown Outcome' set to 'Treat as Sent'. If not, send the link with 'Send SMS'.",
			),
			UNKNOWN,
			ONCE,
		],
		[
			'was perhaps made fails, and says what to do',
			{ service: 'paytr.create', fault: 'http500After' },
			unknown(
				'An earlier request may have sent this already: its outcome is unknown',
				"Look in the PayTR panel whether the link exists. Then run the workflow again with 'On Unknown Outcome' set to 'Send Again' if it does not, or to 'Treat as Sent' if it does.",
			),
			UNKNOWN,
			{ 'paytr.create': 1 },
		],
		[
			'was made and not sent fails: its ID is not known any more',
			{ service: 'paytr.send-sms', fault: 'refuse' },
			{
				error: 'The link was created in an earlier execution, but it was not sent by SMS',
				howToFix: TAKE_THE_LINK,
				details: { outcome: 'notSent', provider: 'PayTR', description: TAKE_THE_LINK },
			},
			'1 of 1 link was not accepted.',
			{ 'paytr.create': 1, 'paytr.send-email': 1 },
		],
		[
			'was made and perhaps sent skips it with Treat as Sent',
			{ service: 'paytr.send-sms', fault: 'http500After' },
			skippedFor('unknownOutcome'),
			UNKNOWN,
			ONCE,
			asSent,
		],
		[
			'was perhaps made skips it with Treat as Sent',
			{ service: 'paytr.create', fault: 'http500After' },
			skippedFor('unknownOutcome'),
			UNKNOWN,
			{ 'paytr.create': 1 },
			asSent,
		],
	])('of a link that %s', async (_, rule, again, message, sent, second = guarded) => {
		if (rule) sandbox.addFault({ ...rule, times: 1 });
		const engine = engineOn(sandbox);
		await create(guarded, CONTINUE, engine);
		const { json, hints } = await create(second, CONTINUE, engine);

		expect(json).toEqual([again]);
		expect(hints).toEqual([{ message, location: 'outputPane' }]);
		expect(accepted()).toEqual(sent);
	});

	it.each([
		[
			'hints at a link that is sent to nobody',
			{},
			["Created, not sent to anyone: 'Send By' names no channel (row 1)"],
		],
		['says nothing of one that is sent', NOTIFY, []],
	])('%s', async (_, parameters, expected) => {
		const { hints } = await create(parameters);
		expect(hints.map(({ message }) => message)).toEqual(expected);
	});

	it('five simultaneous executions create and send a link once, and four report that it was sent', async () => {
		const engine = engineOn(sandbox);
		const five = Array.from({ length: 5 }, async () => await create(guarded, CONTINUE, engine));
		const said = (await Promise.all(five)).flatMap(fates);

		expect(said.sort()).toEqual([...Array(4).fill('alreadySent'), 'sent']);
		expect(accepted()).toEqual(ONCE);
	});

	it('with Stop, an unsent link does not keep later rows from being sent', async () => {
		fault('send-sms', { fault: 'refuse', times: 1 });
		const engine = engineOn(sandbox);
		const rows = { ...guarded, deduplicationKey: '={{ $json.no }}' };
		const two = [{ no: 'INV-1' }, { no: 'INV-2' }];
		await create(rows, {}, engine, two);
		const { error } = await create(rows, {}, engine, two);

		expect(String(error?.description)).toContain(TAKE_THE_LINK);
		expect(accepted()).toEqual({ 'paytr.create': 2, 'paytr.send-email': 2, 'paytr.send-sms': 1 });
	});

	it('a retry of the same execution sends the rest', async () => {
		fault('send-sms', { fault: 'refuse', times: 1 });
		const { json } = await create(guarded, tries(2));

		expect(json).toMatchObject([{ success: true, notifications: [{}, {}] }]);
		expect(accepted()).toEqual(ONCE);
	});
});

describe('links to delete', () => {
	/** The IDs of this many new links. */
	async function made(count: number): Promise<string[]> {
		const items = Array.from({ length: count }, (_, i) => ({ name: `Link ${i + 1}` }));
		const own = { name: '={{ $json.name }}', options: { maxConcurrency: 1 } };
		await create(own, {}, engineOn(sandbox), items);
		return links().map(({ id }) => id);
	}

	const remove = async (linkId: string, settings: NodeSettings = {}) =>
		await engineOn(sandbox).runNode(
			PAYTR,
			{ resource: 'link', operation: 'delete', linkId },
			[{}],
			settings,
		);

	/** The IDs of each request to delete. */
	const asked = () => posted('paytr.delete').map(({ id }) => id.split(','));

	const leftOver = () =>
		links()
			.filter(({ deleted }) => !deleted)
			.map(({ id }) => id);

	it('can be a single one, given by its address', async () => {
		const [id, other] = await made(2);
		const { json } = await remove(`${sandbox.url}/link/${id}`);

		expect(posted('paytr.delete')).toEqual([{ merchant_id: '999999', id, debug_on: '0' }]);
		expect(json).toEqual([{ deleted: true, linkId: id, response: { status: 'success' } }]);
		expect(leftOver()).toEqual([other]);
	});

	it('are deleted in requests of ten', async () => {
		const ids = await made(23);
		const { items } = await remove(ids.join(','));

		expect(asked()).toEqual([ids.slice(0, 10), ids.slice(10, 20), ids.slice(20)]);
		expect(items).toMatchObject(
			ids.map((linkId) => ({ json: { linkId, deleted: true }, pairedItem: { item: 0 } })),
		);
		expect(leftOver()).toEqual([]);
	});

	it('that PayTR could not delete fail one by one', async () => {
		const [a, b] = await made(2);
		const { json } = await remove(`${a},Gone1,${b}`, CONTINUE);

		expect(json).toMatchObject([
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

		const routed = await remove('Gone1,Gone2', ERROR_OUTPUT);
		expect(routed.json).toEqual([]);
		expect(routed.errorItems.map(({ json: { error } }) => error)).toEqual([
			`PayTR could not delete the link Gone1: ${INVALID_ID}`,
			`PayTR could not delete the link Gone2: ${INVALID_ID}`,
		]);
	});

	it('all fail if PayTR refuses the whole request', async () => {
		const ids = await made(12);
		fault('delete', { fault: 'refuse', times: 1 });
		const { json } = await remove(ids.join(','), CONTINUE);

		expect(json).toMatchObject([
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
		[{ status: 'failed', failed_deletes: [{ id: 'A1' }] }, ['unknown', 'unknown']],
		[{ status: 'error', success_deletes: [] }, ['rejected', 'rejected']],
		[{ durum: 'tamam', failed_deletes: [] }, ['unknown', 'unknown']],
		[{ durum: 'tamam', success_deletes: ['A1', 'B2'] }, ['unknown', 'unknown']],
	])('are distinguished by an answer such as %j', async (body, outcomes) => {
		fault('delete', { fault: 'answer', body });
		const { json } = await remove('A1,B2', CONTINUE);

		const told = json as Array<{ deleted?: boolean; details?: Details }>;
		expect(told.map(({ deleted, details }) => deleted ?? details?.outcome)).toEqual(outcomes);
	});

	it.each([
		[{}, 'PayTR refused'],
		[{ success_deletes: [] }, 'PayTR refused'],
		[{ failed_deletes: ['A1'] }, 'PayTR could not delete the link A1'],
	])('that are refused show the reason, for any list: %j', async (lists, said) => {
		fault('delete', {
			fault: 'answer',
			body: { status: 'error', reason: INVALID_ID, ...lists },
		});
		const { json } = await remove('A1', CONTINUE);

		const description = 'The link does not exist, was deleted, or belongs to another store.';
		const details = { outcome: 'rejected', provider: 'PayTR', description, reason: INVALID_ID };
		expect(json).toEqual([
			{
				error: `${said}: ${INVALID_ID}`,
				howToFix: description,
				details: { ...details, linkId: 'A1' },
			},
		]);
	});

	it('have an unknown outcome if there is no response', async () => {
		const ids = await made(2);
		fault('delete', { fault: 'empty', after: true });
		const { json } = await remove(ids.join(','), CONTINUE);

		const error =
			'PayTR sent an empty answer (HTTP 200): it is not known whether the request was carried out';
		const description =
			'Check in the PayTR panel whether the link is gone. Deleting it again does no harm.';
		expect(json).toMatchObject(
			ids.map((linkId) => ({ error, details: { outcome: 'unknown', linkId, description } })),
		);
	});

	it('are not requested again by a retry after they are deleted', async () => {
		const ids = await made(12);
		const match = { id: ids.slice(10).join(',') };
		fault('delete', { match, fault: 'refuse', times: 1 });
		const { json } = await remove(ids.join(','), tries(2));

		expect(json).toMatchObject(Array(12).fill({ deleted: true }));
		expect(asked().map(({ length }) => length)).toEqual([10, 2, 2]);
	});

	it('must all be PayTR links', async () => {
		const [a] = await made(1);
		const { error } = await remove(`${a}, https://example.com/link/B2`);

		expect(error).toMatchObject({
			message: '\'Link ID\' is a link of example.com, not of PayTR: "https://example.com/link/B2"',
			context: { data: { outcome: 'invalid' } },
		});
		expect(leftOver()).toEqual([a]);
	});
});

describe.each(['supplyData', 'engineRequest'] as const)('as an agent’s tool via %s', (via) => {
	const args = { name: 'Diş Temizliği', price: 1250.5, email: 'gulsah@example.com' };
	const call = async (changes: object = {}) =>
		await engineOn(sandbox).runTool(
			PAYTR,
			{
				resource: 'link',
				operation: 'create',
				sendOnce: 'off',
				name: "={{ $fromAI('name', 'Name of the product', 'string') }}",
				price: "={{ $fromAI('price', 'Amount in lira', 'number') }}",
				linkType: 'collection',
				email: "={{ $fromAI('email', 'E-mail address of the payer', 'string') }}",
				notifyVia: ['email'],
			},
			[{ ...args, ...changes }],
			via,
		);

	it('creates the link that the model describes, and returns it', async () => {
		const { answers, tool } = await call();
		const [{ id: linkId, link, ...made }] = links();

		expect(made).toMatchObject({ name: 'Diş Temizliği', price: 125050, linkType: 'collection' });
		expect(sandbox.state().messages).toMatchObject([{ to: 'gulsah@example.com' }]);
		expect(answers).toMatchObject([[{ success: true, linkId, link }]]);
		expect(tool).toMatchObject({ name: 'Node', accepts: true });
	});

	it('tells the model the problems with its values', async () => {
		const { error, answers } = await call({ email: 'Gülşah' });

		expect(JSON.stringify([error?.message, answers])).toContain("'Email' is not an e-mail address");
		expect(posted()).toEqual([]);
	});
});
