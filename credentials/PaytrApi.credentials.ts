import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { readForm, withForm, type SignableRequest } from './signing/form';
import { paytrToken } from './signing/paytr';
import { ownAddress, requestTarget } from './signing/target';

const BASE_URL = 'https://www.paytr.com';

export class PaytrApi implements ICredentialType {
	name = 'paytrApi';

	displayName = 'PayTR API';

	icon: Icon = { light: 'file:../icons/paytr.svg', dark: 'file:../icons/paytr.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-paytr-payfull/n8n-nodes-paytr-payfull#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Merchant ID',
			name: 'merchantId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 123456',
			description:
				'"Mağaza No" in the PayTR panel, under Destek & Kurulum > Entegrasyon Bilgileri. Digits only.',
		},
		{
			displayName: 'Merchant Key',
			name: 'merchantKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'"Mağaza Parola" in the PayTR panel, under Destek & Kurulum > Entegrasyon Bilgileri. Signs; is never sent.',
		},
		{
			displayName: 'Merchant Salt',
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
	 * Adds merchant_id and paytr_token to a form post for PayTR. A path without a host is taken below
	 * the Base URL; any other host than the Base URL's is refused.
	 */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { uri, url }: SignableRequest = request;
		const own = ownAddress(credentials.baseUrl || BASE_URL, 'Base URL', BASE_URL);
		const target = requestTarget(uri ?? url, own, 'Base URL');
		const path = target.pathname.slice(own.pathname === '/' ? 0 : own.pathname.length);
		const form = { merchant_id: String(credentials.merchantId).trim(), ...readForm(request) };
		const { merchantKey, merchantSalt } = credentials;
		const token = paytrToken(
			path.replace(/\/+$/, ''),
			form,
			String(merchantKey).trim(),
			String(merchantSalt).trim(),
		);
		return withForm(request, { ...form, paytr_token: token }, target.href);
	}
}
