import { createHmac } from 'node:crypto';
import { SANDBOX_CREDENTIALS, type Sandbox } from '../../../sandbox';
import { PAYTR_QUESTIONS } from '../../../scripts/liveCheck/paytrQuestions';
import { useEchoServer } from '../../engine/support/sandbox';
import {
	came,
	checkOf,
	EMAIL,
	expectAnswers,
	linkIn,
	linkOf,
	PHONE,
	type Answers,
	type Reply,
} from './person';

const SECRETS = SANDBOX_CREDENTIALS.paytr;

jest.setTimeout(60_000);

const webhook = useEchoServer();

/** The query strings of all requested addresses. */
const queries: string[] = [];

beforeEach(() => {
	webhook.answer = (notice, response) => {
		queries.push(new URL(notice.path, webhook.url).search);
		response.end('OK');
	};
});

/** A simulated person who looks at the sandbox's pages and inbox. */
const merchant = (sandbox: Sandbox): Record<string, Reply> => ({
	...SECRETS,
	address: sandbox.url,
	phone: PHONE,
	ownEmail: EMAIL,
	links: true,
	turkishName: (question) => {
		const link = linkOf(sandbox, question);
		return link && question.includes(`"${link.name}"`) ? 'yes' : 'no';
	},
	flexMaxUnit: (question) =>
		linkOf(sandbox, question)?.flexMaxPrice === 1_500_000 ? 'major' : 'minor',
	expiryZone: (question) => (linkOf(sandbox, question)?.active ? 'yes' : 'no'),
	sms: came(sandbox, 'sms'),
	email: came(sandbox, 'email'),
	wrongLinks: true,
	collection: true,
	collectionContacts: 'no',
	payment: true,
	callbackLink: `${webhook.url}/webhook/paytr`,
	paid: async (question) => {
		await fetch(`${sandbox.url}/_sandbox/pay/${linkIn(question)}`, { method: 'POST' });
		return '';
	},
	callbackQuery: () => (queries.at(-1) === '?n8n=livecheck' ? 'yes' : 'no'),
	notice: () => (sandbox.state().callbacks.some(({ ok }) => ok) ? 'once' : 'no'),
	merchantOid: () => sandbox.state().payments[0].merchantOid,
	refund: true,
	deletions: true,
});

/** Sandboxes with non-default answers, and the expected results of each sandbox. */
const OTHERS: Array<[Answers, Record<string, RegExp>]> = [
	[
		{
			...{ refusalStatus: '422', reasonField: 'reason', refusalWord: 'failed', qrField: 'qr' },
			...{ flexMaxUnit: 'major', expiryZone: 'UTC', lowestPrice: '1.00' },
			...{ partialDelete: 'failed', refundOfUnknown: 'failed', reportRows: 'numbered' },
			...{ multipart: 'ignored', trailingSlash: 'redirect' },
		},
		{
			refusalStatus: /^422 \(create, delete, durum-sorgu, iade/,
			refusalField: /reason \(create, delete, send-sms\)/,
			refusalWord: /failed \(create, delete/,
			qrField: /^qr$/,
			flexMaxUnit: /^lira$/,
			expiryZone: /^UTC$/,
			lowestPrice: /^refused/,
			partialDelete: /^failed/,
			refundOfUnknown: /^failed/,
			reportRows: /^numbered keys/,
			multipart: /^not read/,
			trailingSlash: /^redirects \(HTTP 30\d\)$/,
		},
	],
	[
		{ reasonField: 'err_msg', refusalWord: 'error', qrField: 'qr_code', trailingSlash: 'notFound' },
		{
			refusalField: /err_msg \(create, delete, .*send-sms/,
			refusalWord: /^error \(create, delete/,
			qrField: /^qr_code$/,
			trailingSlash: /^HTTP 404$/,
		},
	],
];

/** The sandbox's default answers. */
const USUAL: Record<string, RegExp> = {
	statusCodes: /^right values: 004; wrong salt: 003; unknown ID: 001$/,
	refusalStatus: /^200 \(create, delete, durum-sorgu, iade/,
	refusalField: /^err_msg \(create, delete.*\); reason \(send-sms\)$/,
	refusalWord: /^error \(create.*\); failed \(delete, send-sms\)$/,
	idType: /^string$/,
	qrField: /^base64_qr$/,
	flexMaxUnit: /^× 100, like the price$/,
	expiryZone: /^Europe\/Istanbul/,
	lowestPrice: /^taken$/,
	turkishName: /^as typed$/,
	callbackLinkAlone: /^refused/,
	callbackIdAlone: /^refused/,
	longCallbackLink: /^refused/,
	collectionContacts: /^contacts nobody$/,
	sms: /^taken; arrived$/,
	email: /^taken; arrived$/,
	unknownLink: /^refused/,
	deletedLink: /^refused/,
	callbackQuery: /^kept$/,
	notice: /^starts it once$/,
	orderStatus: /^payment_amount: dot/,
	refund: /^taken$/,
	returnsFields: /return_amount, .*reference_no, .*; reference_no: as sent$/,
	reportDelay: /^listed 1 minutes/,
	refundOfUnknown: /^error/,
	singleDelete: /^taken; fields: status$/,
	partialDelete: /^success; fields: status, success_deletes, failed_deletes$/,
	repeatedDelete: /^refused/,
	reportRows: /^a list under/,
	dummyRows: /siparis_no/,
	reportDecimals: /islem_tutari: (comma|dot)/,
	trailingSlash: /^same as without$/,
	multipart: /^read$/,
};

describe('the check of PayTR', () => {
	const { start, run } = checkOf('paytr', merchant);

	it('answers every question, names the recipients of messages, and leaves no link behind', async () => {
		const sandbox = await start();
		const { answers, said, asked } = await run(sandbox);
		expect(Object.keys(answers).sort()).toEqual(Object.keys(PAYTR_QUESTIONS).sort());
		expectAnswers(answers, USUAL);
		expect(said).toContain('05321234567');
		expect(asked).toContain('Send the SMS to 05321234567?');
		expect(asked).toContain(`Send the e-mail to ${EMAIL}?`);
		const { links } = sandbox.state();
		expect(links.length).toBeGreaterThan(7);
		expect(links.filter(({ deleted }) => !deleted)).toEqual([]);
	});

	it.each(OTHERS)(
		'reports the findings for a provider that answers %j',
		async (answers, wanted) => {
			expectAnswers((await run(await start({ answers }))).answers, wanted);
		},
	);

	it('without a yes, contacts nobody and changes nothing', async () => {
		const no = ['links', 'sms', 'email', 'wrongLinks', 'collection', 'payment', 'deletions'];
		const sandbox = await start();
		const { answers } = await run(sandbox, Object.fromEntries(no.map((part) => [part, false])));
		const { messages, payments, counts } = sandbox.state();
		expect({ messages, payments, accepted: counts.accepted }).toEqual({
			messages: [],
			payments: [],
			accepted: { 'paytr.transactions-report': 1, 'paytr.payments-report': 2 },
		});
		expect(answers).not.toHaveProperty('sms');
	});

	it('never writes or prints data of the person or the store', async () => {
		const sandbox = await start();
		const { merchantKey, merchantSalt, merchantId } = SECRETS;
		const token = createHmac('sha256', merchantKey).update('x').digest('base64');
		const spilled = [merchantKey, merchantSalt, merchantId, token, '05321234567', '905321234567'];
		const others = ['TR330006100519786457841326', 'musteri@baska-magaza.com.tr', '85.105.12.9'];
		const reason = [...spilled, EMAIL, EMAIL.toLowerCase(), ...others].join(' | ');
		sandbox.addFault({ service: 'paytr.create', fault: 'refuse', reason, times: 1 });
		const { json, markdown, said } = await run(sandbox);
		expect(json).toContain('someone@example.com');
		for (const value of [...spilled.slice(0, 4), '5321234567', 'Bakkal.Huseyin', ...others]) {
			expect(json).not.toContain(value);
			expect(markdown).not.toContain(value);
			if (!value.startsWith('532')) expect(said.replaceAll(EMAIL, '')).not.toContain(value);
		}
		const ids = sandbox.state().links.map(({ id }) => id);
		expect(ids.filter((id) => json.includes(id) || markdown.includes(id))).toEqual([]);
	});

	it('stops after a wrong credential, and writes no report', async () => {
		const sandbox = await start();
		const wrong = run(sandbox, { merchantKey: 'another' });
		await expect(wrong).rejects.toThrow(/Nothing else was tried/);
		expect(sandbox.state().counts).toMatchObject({ requests: 1, messages: 0 });
	});

	it('when stopped early, deletes its links and writes the results so far', async () => {
		const stop = () => {
			throw Object.assign(new Error('stopped'), { name: 'ExitPromptError' });
		};
		const sandbox = await start();
		const { answers } = await run(sandbox, { sms: stop });
		expect(answers.qrField).toBe('base64_qr');
		expect(sandbox.state().links.filter(({ deleted }) => !deleted)).toEqual([]);
		expect(sandbox.state().messages).toEqual([]);
	});

	it('asks the person if an answer is unclear, and continues if there is no answer', async () => {
		const sandbox = await start();
		sandbox.addFault({ service: 'paytr.create', fault: 'html', times: 1 });
		sandbox.addFault({ service: 'paytr.delete', fault: 'resetBefore', times: 1 });
		const { exchanges } = (await run(sandbox, { verdict: 'refused' })).fixture;
		const html = exchanges.filter(({ answer }) => /^</.test(answer?.body ?? ''));
		expect(html).toMatchObject([{ step: 'create with the price 0', truth: 'refused' }]);
		expect(exchanges.filter(({ answer }) => !answer)).toMatchObject([
			{ step: 'delete a link that does not exist', noAnswer: expect.any(String) },
		]);
	});
});
