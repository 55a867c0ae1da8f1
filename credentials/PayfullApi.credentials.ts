import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { addField, readForm, type Form } from './signing/form';
import { payfullHash } from './signing/payfull';
import { shown, UnsignableRequest } from './signing/refusal';
import { signedRequest } from './signing/request';
import { ownAddress, requestTarget, withoutTrailingSlashes } from './signing/target';

const API_PATH = '/integration/api/v1';

const EXAMPLE_URL = `https://yourcompany.payfull.com${API_PATH}`;

/** Completes the address: `yourcompany.payfull.com` is enough. */
function completedUrl(value: unknown): string {
	const text = String(value ?? '').trim();
	if (text === '') return text;
	const whole = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`;
	return /^[^/]*\/\/[^/?#]+\/*$/.test(whole)
		? `${withoutTrailingSlashes(whole)}${API_PATH}`
		: whole;
}

export class PayfullApi implements ICredentialType {
	name = 'payfullApi';

	displayName = 'Payfull API';

	icon: Icon = { light: 'file:../icons/payfull.svg', dark: 'file:../icons/payfull.dark.svg' };

	documentationUrl = 'https://github.com/OWNER/REPOSITORY#credentials';

	properties: INodeProperties[] = [
		{
			displayName:
				'You find the first two values in the Payfull panel, under <b>Ayarlar > Api Hesapları</b>.',
			name: 'panelNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Merchant (Üye İşyeri Adı)',
			name: 'merchant',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. api_merch',
			description: '"Üye İşyeri Adı" in the Payfull panel, under Ayarlar > Api Hesapları',
		},
		{
			displayName: 'Password (Üye İşyeri Şifresi)',
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
			description:
				"Your company's own Payfull address, e.g. yourcompany.payfull.com. The rest is completed.",
		},
		{
			displayName: 'Client IP',
			name: 'clientIp',
			type: 'string',
			default: '',
			placeholder: 'e.g. 203.0.113.10',
			description:
				'IP address (v4 or v6) that n8n calls Payfull from. Payfull requires one, and must allow it for your API account. To find it, open a page such as ifconfig.me on the machine of n8n. A node may give another one.',
		},
	];

	/**
	 * Signs a form post for Payfull. Adds merchant, language, client_ip and hash. Keeps only the
	 * form, the address and the timeout of the given request. Omits empty fields, because Payfull's
	 * clients hash them in different ways.
	 * @throws UnsignableRequest for another address or merchant, and without a client IP or a
	 * password
	 */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const own = ownAddress(completedUrl(credentials.apiUrl), 'API URL', EXAMPLE_URL);
		const target = requestTarget(request, own, 'API URL');
		const password = String(credentials.password ?? '').trim();
		if (!password) {
			throw new UnsignableRequest(
				"'Password' in the credential is empty",
				'Copy Üye İşyeri Şifresi from the Payfull panel, under Ayarlar > Api Hesapları.',
			);
		}
		const merchant = String(credentials.merchant).trim();
		const { merchant: given = '', ...rest } = readForm(request);
		if (given.trim() !== '' && given.trim() !== merchant) {
			throw new UnsignableRequest(
				`'merchant' is not the credential's own: ${shown(given)}`,
				"Leave merchant out: the credential adds its 'Merchant'.",
			);
		}
		const form: Form = {
			merchant,
			language: 'tr',
			client_ip: String(credentials.clientIp ?? '').trim(),
		};
		for (const [name, value] of Object.entries(rest)) {
			if (value !== '' && name !== 'hash') addField(form, name, value);
		}
		if (!form.client_ip) {
			throw new UnsignableRequest(
				"'Client IP' is missing: Payfull requires one",
				"Fill in 'Client IP' in the node or in the Payfull API credential.",
			);
		}
		form.hash = payfullHash(form, password);
		return signedRequest(request, form, target.href);
	}
}
