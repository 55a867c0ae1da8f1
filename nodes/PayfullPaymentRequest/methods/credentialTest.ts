import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IDataObject,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { PayfullApi } from '../../../credentials/PayfullApi.credentials';
import { tryCredential, type Verdict } from '../../shared/credentialTest';
import { errorCode } from '../answer';
import { CODES } from '../codes';

/** Payfull's own example of an issuer look-up: free of side effects. */
const LOOK_UP = { type: 'Get', get_param: 'Issuer', bin: '435508' };

/** What says that the credential itself is at fault; any other code came after the signature. */
const REFUSALS = new Set(['03', '04', '100', '101']);

function judge(answer: IDataObject): Verdict | undefined {
	const { status, ErrorCode, ErrorMSG } = answer;
	// Others' JSON has a status, too.
	if (ErrorCode === undefined && !/^[01]$/.test(String(status))) return undefined;
	const code = errorCode(answer);
	if (REFUSALS.has(code)) {
		const { meaning, fix } = CODES[code];
		return { ok: false, message: `Payfull refused (code ${code}): ${meaning}. ${fix}` };
	}
	if (String(status) === '1') return { ok: true, message: 'Connection successful!' };
	const words = String(ErrorMSG ?? '') || 'no reason was given';
	return { ok: false, message: `Payfull refused (code ${code || 'none'}): ${words}` };
}

/**
 * Looks up the bank of a card number's first digits, which has no side effects. Payfull's answer
 * tells the merchant, the password and the IP address apart by ErrorCode.
 */
export async function testPayfullApi(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	const signed = async () =>
		await new PayfullApi().authenticate(credential.data ?? {}, {
			url: '',
			method: 'POST',
			body: LOOK_UP,
		});
	return await tryCredential(this, 'Payfull', "'API URL'", signed, judge);
}
