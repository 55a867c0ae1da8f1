import { SANDBOX_CREDENTIALS, type Sandbox } from '../../../sandbox';
import { PAYFULL_QUESTIONS } from '../../../scripts/liveCheck/payfullQuestions';
import { came, checkOf, EMAIL, expectAnswers, PHONE, type Answers } from './person';

jest.setTimeout(60_000);

/** A simulated person who looks into the sandbox's inbox. */
const merchant = (sandbox: Sandbox) => ({
	...SANDBOX_CREDENTIALS.payfull,
	address: `${sandbox.url}/integration/api/v1`,
	clientIp: '198.51.100.7',
	phone: PHONE,
	ownEmail: EMAIL,
	refusals: true,
	email: came(sandbox, 'email'),
	emailLink: () => (sandbox.state().messages[0].link ? 'yes' : 'no'),
	rates: true,
	vatMeaning: 'percent',
	longTitle: true,
	sms: came(sandbox, 'sms'),
	hash: '',
});

/** Sandboxes with non-default answers, and the expected results of each sandbox. */
const OTHERS: Array<[Answers, Record<string, RegExp>]> = [
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

/** The sandbox's default answers. */
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
	transactionRows: /^no row$/,
	delete: /^taken; fields: status/,
	repeatedDelete: /^refused/,
	deleteOfUnknown: /^refused/,
};

describe('the check of Payfull', () => {
	const { start, run } = checkOf('payfull', merchant);

	it('answers every question, and leaves no payment request behind', async () => {
		const sandbox = await start();
		const { answers } = await run(sandbox);
		expect(Object.keys(answers).sort()).toEqual(Object.keys(PAYFULL_QUESTIONS).sort());
		expectAnswers(answers, USUAL);
		const { paymentRequests } = sandbox.state();
		expect(paymentRequests.length).toBeGreaterThan(5);
		expect(paymentRequests.filter(({ deleted }) => !deleted)).toEqual([]);
	});

	it.each(OTHERS)(
		'reports the findings for a provider that answers %j',
		async (answers, wanted) => {
			expectAnswers((await run(await start({ answers }))).answers, wanted);
		},
	);
});
