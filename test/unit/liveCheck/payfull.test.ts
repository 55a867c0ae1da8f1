/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test of a development tool */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	SANDBOX_CREDENTIALS,
	startSandbox,
	type Sandbox,
	type SandboxOptions,
} from '../../../sandbox';
import { PAYFULL_QUESTIONS } from '../../../scripts/liveCheck/payfullQuestions';
import { EMAIL, expectAnswers, PHONE, runCheck, type Reply } from './person';

jest.setTimeout(60_000);

let folder: string;
let sandbox: Sandbox;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'live-check-'));
});
afterEach(async () => await sandbox.close());
afterAll(async () => await rm(folder, { recursive: true }));

/** A person who looks into the sandbox's inbox. */
function merchant(): Record<string, Reply> {
	const came = (channel: string) => (question: string) =>
		question.startsWith('Send')
			? true
			: sandbox.state().messages.some((message) => message.channel === channel)
				? 'yes'
				: 'no';
	return {
		...SANDBOX_CREDENTIALS.payfull,
		address: `${sandbox.url}/integration/api/v1`,
		clientIp: '198.51.100.7',
		phone: PHONE,
		ownEmail: EMAIL,
		refusals: true,
		email: came('email'),
		emailLink: () => (sandbox.state().messages[0].link ? 'yes' : 'no'),
		rates: true,
		vatMeaning: 'percent',
		longTitle: true,
		sms: came('sms'),
		hash: '',
	};
}

async function run(options: SandboxOptions = {}, more: Record<string, Reply> = {}) {
	sandbox = await startSandbox(options);
	return await runCheck('payfull', folder, { ...merchant(), ...more });
}

/** Sandboxes that answer otherwise, each with what must be found then. */
const OTHERS: Array<[NonNullable<SandboxOptions['answers']>, Record<string, RegExp>]> = [
	[
		{
			...{ refusalStatus: '401', hashAt: 'top', vatRates: 'listed', titleLimit: '50 bytes' },
			...{ smsWithoutPhone: 'refused', statusType: 'text' },
		},
		{
			refusalStatus: /^401$/,
			hashAt: /^paymentRequestHash$/,
			delete: /^taken/,
			vatRates: /^8: taken; 10: refused.*; 18: taken; 20: refused/,
			titleLimit: /^refused/,
			smsWithoutPhone: /^refused/,
			statusType: /^string$/,
		},
	],
	[
		{ hashAt: 'none', vatRates: 'current' },
		{ hashAt: /^nowhere$/, vatRates: /^8: refused.*; 10: taken; 18: refused.*; 20: taken$/ },
	],
];

/** What the sandbox answers unless it is told otherwise. */
const USUAL: Record<string, RegExp> = {
	credentialCodes: /^right values: 00; wrong password: 04; unknown merchant: 03$/,
	ipChecked: /^refused: code 100/,
	ipFormat: /^refused: code 101/,
	emptyValues: /^left out of the hash: refused: code 21.*counted as "0": refused: code 21/,
	codePoints: /^yes$/,
	refusalStatus: /^200$/,
	refusalCodes:
		/broken date: 36; .*e-mail address: (28|38); .*currency: \d+; an unknown set_param: 20$/,
	statusType: /^number$/,
	hashAt: /^data\.paymentRequestHash$/,
	email: /^taken; arrived$/,
	emailLink: /^yes$/,
	vatRates: /^8: taken; 10: taken; 18: taken; 20: taken$/,
	vatMeaning: /^percent$/,
	titleLimit: /^taken$/,
	sms: /^taken; arrived$/,
	smsWithoutPhone: /^taken$/,
	transactionsList: /^fields: status/,
	delete: /^taken; fields: status/,
	repeatedDelete: /^refused/,
	deleteOfUnknown: /^refused/,
};

describe('the check of Payfull', () => {
	it('answers every question', async () => {
		const { answers } = await run();
		expect(Object.keys(answers).sort()).toEqual(Object.keys(PAYFULL_QUESTIONS).sort());
		expectAnswers(answers, USUAL);
	});

	it.each(OTHERS)('by a provider that answers %j', async (answers, wanted) => {
		expectAnswers((await run({ answers })).answers, wanted);
	});

	it('leaves no payment request behind', async () => {
		await run();
		const { paymentRequests } = sandbox.state();
		expect(paymentRequests.length).toBeGreaterThan(5);
		expect(paymentRequests.filter(({ deleted }) => !deleted)).toEqual([]);
	});
});
