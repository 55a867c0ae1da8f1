import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { readForm, UnsignableRequest, withForm, type SignableRequest } from './signing/form';
import { payfullHash } from './signing/payfull';
import { ownAddress, requestTarget } from './signing/target';

const EXAMPLE_URL = 'https://yourcompany.payfull.com/integration/api/v1';

export class PayfullApi implements ICredentialType {
	name = 'payfullApi';

	displayName = 'Payfull API';

	icon: Icon = { light: 'file:../icons/payfull.svg', dark: 'file:../icons/payfull.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-paytr-payfull/n8n-nodes-paytr-payfull#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Merchant',
			name: 'merchant',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. api_merch',
			description: '"Üye İşyeri Adı" in the Payfull panel, under Ayarlar > Api Hesapları',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'"Üye İşyeri Şifresi" in the Payfull panel, under Ayarlar > Api Hesapları. Signs; is never sent.',
		},
		{
			displayName: 'API URL',
			name: 'apiUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: `e.g. ${EXAMPLE_URL}`,
			description: "The address of the API on your company's own Payfull subdomain",
		},
		{
			displayName: 'Client IP',
			name: 'clientIp',
			type: 'string',
			default: '',
			placeholder: 'e.g. 203.0.113.10',
			description:
				'The IP address (v4 or v6) that requests are made from. Payfull requires one: used where a node gives none.',
		},
	];

	/**
	 * Adds merchant, language, client_ip and hash to a form post for Payfull. Empty fields are left
	 * out, since clients of Payfull disagree on how they are hashed.
	 */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { uri, url }: SignableRequest = request;
		const own = ownAddress(credentials.apiUrl, 'API URL', EXAMPLE_URL);
		const target = requestTarget(uri ?? url, own, 'API URL');
		const given = Object.entries(readForm(request)).filter(
			([name, value]) => value !== '' && name !== 'hash',
		);
		const form = {
			merchant: String(credentials.merchant).trim(),
			language: 'tr',
			client_ip: String(credentials.clientIp ?? '').trim(),
			...Object.fromEntries(given),
		};
		if (!form.client_ip) {
			throw new UnsignableRequest(
				"'Client IP' is missing: Payfull requires one",
				"Fill in 'Client IP' in the node or in the Payfull API credential.",
			);
		}
		const hash = payfullHash(form, String(credentials.password));
		return withForm(request, { ...form, hash }, target.href);
	}
}
