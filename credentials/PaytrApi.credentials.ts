import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { FORMATS } from './signing/formats';
import { readForm } from './signing/form';
import { paytrToken } from './signing/paytr';
import { shown, UnsignableRequest } from './signing/refusal';
import { signedRequest } from './signing/request';
import { ownAddress, requestTarget, withoutTrailingSlashes } from './signing/target';

const BASE_URL = 'https://www.paytr.com';

/** Fields with a higher length limit: a basket, and up to 2,000 transfers. */
const LONG_FIELDS = { user_basket: 100_000, trans_info: 500_000 };

/** A field of the credential, cleaned of invisible characters from the clipboard. */
function entered(credentials: ICredentialDataDecryptedObject, name: string, label: string): string {
	const value = String(credentials[name] ?? '').trim();
	if (value) return value;
	throw new UnsignableRequest(
		`'${label}' in the credential is empty`,
		'Copy it from the PayTR panel, under Destek & Kurulum > Entegrasyon Bilgileri.',
	);
}

export class PaytrApi implements ICredentialType {
	name = 'paytrApi';

	displayName = 'PayTR API';

	icon: Icon = { light: 'file:../icons/paytr.svg', dark: 'file:../icons/paytr.dark.svg' };

	documentationUrl = 'https://github.com/OWNER/REPOSITORY#credentials';

	properties: INodeProperties[] = [
		{
			displayName:
				'You find the first three values in the PayTR panel (Mağaza Paneli), under <b>Destek & Kurulum > Entegrasyon Bilgileri</b>.',
			name: 'panelNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Merchant ID (Mağaza No)',
			name: 'merchantId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 123456',
			description:
				'"Mağaza No" in the PayTR panel, under Destek & Kurulum > Entegrasyon Bilgileri. Digits only.',
		},
		{
			displayName: 'Merchant Key (Mağaza Parola)',
			name: 'merchantKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'"Mağaza Parola" in the PayTR panel, under Destek & Kurulum > Entegrasyon Bilgileri. Signs; is never sent.',
		},
		{
			displayName: 'Merchant Salt (Mağaza Gizli Anahtar)',
			name: 'merchantSalt',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'"Mağaza Gizli Anahtar" in the PayTR panel, under Destek & Kurulum > Entegrasyon Bilgileri. Signs; is never sent.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: BASE_URL,
			description: 'Leave as it is, unless you try the nodes on the sandbox',
		},
	];

	/**
	 * Signs a form post for PayTR. Adds merchant_id and paytr_token. Keeps only the form, the address
	 * and the timeout of the given request. A path without a host is relative to the Base URL.
	 * @throws UnsignableRequest for another host, an unknown service, another merchant's ID, and for
	 * fields that PayTR's token doesn't protect
	 */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const own = ownAddress(credentials.baseUrl || BASE_URL, 'Base URL', BASE_URL);
		const target = requestTarget(request, own, 'Base URL');
		const path = target.pathname.slice(withoutTrailingSlashes(own.pathname).length);
		const merchantId = entered(credentials, 'merchantId', 'Merchant ID');
		if (!FORMATS.merchantId.pattern.test(merchantId)) {
			throw new UnsignableRequest(
				`'Merchant ID' in the credential is not a number: ${shown(merchantId)}`,
				'Copy Mağaza No from the PayTR panel, under Destek & Kurulum > Entegrasyon Bilgileri.',
			);
		}
		const { merchant_id: given = merchantId, ...rest } = readForm(request, LONG_FIELDS);
		if (given.trim() !== merchantId) {
			throw new UnsignableRequest(
				`'merchant_id' is not the credential's own: ${shown(given)}`,
				"Leave merchant_id out: the credential adds its 'Merchant ID'.",
			);
		}
		const form = { merchant_id: merchantId, ...rest };
		const token = paytrToken(
			path,
			form,
			entered(credentials, 'merchantKey', 'Merchant Key'),
			entered(credentials, 'merchantSalt', 'Merchant Salt'),
		);
		return signedRequest(request, { ...form, paytr_token: token }, target.href);
	}
}
