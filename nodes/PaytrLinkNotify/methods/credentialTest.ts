import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IDataObject,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { PaytrApi } from '../../../credentials/PaytrApi.credentials';
import { tryCredential, type TestResult, type Words } from '../../shared/credentialTest';
import { decisionOf } from '../answer';

/** An order that can't exist. With a correct signature, its status query returns err_no 004. */
const NO_SUCH_ORDER = 'n8ncredentialtest0';

const SUCCESS: TestResult = { ok: true, message: 'Connection successful!' };

/** The result for each err_no of the order status service. */
const RESULTS: Record<string, TestResult> = {
	'001': {
		ok: false,
		message:
			"PayTR doesn't know this 'Merchant ID', or the store is not active. Compare it with Mağaza No in the PayTR panel.",
	},
	'002': SUCCESS,
	'003': {
		ok: false,
		message:
			"The signature was refused: 'Merchant Key' (Mağaza Parola) or 'Merchant Salt' (Mağaza Gizli Anahtar) is wrong.",
	},
	'004': SUCCESS,
};

function judge(answer: IDataObject, words: Words): TestResult | undefined {
	const code = words(answer.err_no).padStart(3, '0');
	if (Object.hasOwn(RESULTS, code)) return RESULTS[code];
	const decision = decisionOf(answer);
	if (decision === 'yes') return SUCCESS;
	// Other servers' JSON can have a status too.
	if (decision === undefined) return undefined;
	const reason = words(answer.err_msg ?? answer.reason) || 'no reason was given';
	return { ok: false, message: `PayTR refused: ${reason}` };
}

/**
 * Requests the status of an order that can't exist, which has no side effects. The err_no in
 * PayTR's response shows whether the ID, the key or the salt is wrong.
 */
export async function testPaytrApi(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	return await tryCredential(this, {
		provider: 'PayTR',
		addressLabel: "'Base URL'",
		credential: data,
		secretFields: ['merchantKey', 'merchantSalt'],
		signed: async () =>
			await new PaytrApi().authenticate(data, {
				url: '/odeme/durum-sorgu',
				method: 'POST',
				body: { merchant_oid: NO_SUCH_ORDER },
			}),
		judge,
	});
}
