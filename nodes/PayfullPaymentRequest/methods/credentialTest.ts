import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IDataObject,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { PayfullApi } from '../../../credentials/PayfullApi.credentials';
import { tryCredential, type TestResult, type Words } from '../../shared/credentialTest';
import { CODES } from '../codes';

/** Payfull's example of an issuer look-up. It has no side effects. */
const LOOK_UP = { type: 'Get', get_param: 'Issuer', bin: '435508' };

/** Codes of a wrong credential. All other codes occur only after the signature check. */
const REFUSALS = new Set(['03', '04', '100', '101']);

const refused = (code: string, what: string): TestResult => ({
	ok: false,
	message: `Payfull refused (code ${code || 'none'}): ${what}`,
});

/**
 * It is a yes if status is 1 and ErrorCode is 00, and a no if there is another code or status is 0.
 * Everything else is contradictory.
 */
function judge({ status, ErrorCode, ErrorMSG }: IDataObject, words: Words): TestResult | undefined {
	const code = words(ErrorCode).replace(/^(?=\d$)/, '0');
	const yes = words(status);
	// Other servers' JSON can have a status too.
	if (ErrorCode === undefined && !/^[01]$/.test(yes)) return undefined;
	if (REFUSALS.has(code)) {
		const { meaning, fix } = CODES[code];
		return refused(code, `${meaning}. ${fix}`);
	}
	const said = words(ErrorMSG);
	if (yes === '1' && code === '00') return { ok: true, message: 'Connection successful!' };
	const clear = yes === '0' ? code !== '00' : yes === '' && code !== '' && code !== '00';
	if (clear) return refused(code, said || 'no reason was given');
	return {
		ok: false,
		message: `Payfull's answer contradicts itself: status ${yes || 'none'}, ErrorCode ${code || 'none'}${said && `, ${said}`}. Check 'API URL', or ask Payfull.`,
	};
}

/**
 * Looks up the bank of a card number's first digits, which has no side effects. The ErrorCode in
 * the response shows whether the merchant, the password or the IP address is wrong.
 */
export async function testPayfullApi(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	return await tryCredential(this, {
		provider: 'Payfull',
		addressLabel: "'API URL'",
		credential: data,
		secretFields: ['password'],
		signed: async () =>
			await new PayfullApi().authenticate(data, { url: '', method: 'POST', body: LOOK_UP }),
		judge,
	});
}
