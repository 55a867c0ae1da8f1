import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { PaytrApi } from '../../../credentials/PaytrApi.credentials';
import { tryCredential } from '../../shared/credentialTest';

/** An order that can't exist: its status answers err_no 004 when the signature is right. */
const NO_SUCH_ORDER = 'n8ncredentialtest0';

/** err_no of the order status service. */
const VERDICTS: Record<string, { ok: boolean; message: string }> = {
	'001': {
		ok: false,
		message:
			"PayTR doesn't know this 'Merchant ID', or the store is not active. Compare it with Mağaza No in the PayTR panel.",
	},
	'002': { ok: true, message: 'Connection successful!' },
	'003': {
		ok: false,
		message:
			"The signature was refused: 'Merchant Key' (Mağaza Parola) or 'Merchant Salt' (Mağaza Gizli Anahtar) is wrong.",
	},
	'004': { ok: true, message: 'Connection successful!' },
};

/**
 * Asks for the status of an order that can't exist, which has no side effects. PayTR's answer
 * tells the ID, the key and the salt apart by err_no.
 */
export async function testPaytrApi(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	return await tryCredential(
		this,
		'PayTR',
		"'Base URL'",
		async () => {
			return await new PaytrApi().authenticate(credential.data ?? {}, {
				url: '/odeme/durum-sorgu',
				method: 'POST',
				body: { merchant_oid: NO_SUCH_ORDER },
			});
		},
		({ status, err_no, err_msg, reason }) => {
			const verdict = VERDICTS[String(err_no ?? '').padStart(3, '0')];
			if (verdict) return verdict;
			if (status === 'success') return { ok: true, message: 'Connection successful!' };
			// Others' JSON has a status, too.
			if (status !== 'error' && status !== 'failed') return undefined;
			const words = String(err_msg ?? reason ?? 'no reason was given');
			return { ok: false, message: `PayTR refused: ${words}` };
		},
	);
}
