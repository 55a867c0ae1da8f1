import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
} from 'n8n-workflow';

import type { SignableRequest } from '../../../credentials/signing/form';
import { postedFields } from './signing/independent';

/** Of whichever provider: neither's code is imported here. */
interface Credential {
	properties: ICredentialType['properties'];
	authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions>;
}

/** Signs requests to a service with a credential's values, of which a call may change some. */
export function signerOf(api: Credential, values: ICredentialDataDecryptedObject, service: string) {
	async function sign(
		request: Partial<SignableRequest>,
		changed: object = {},
	): Promise<SignableRequest> {
		const asked = { url: service, ...request } as IHttpRequestOptions;
		return await api.authenticate({ ...values, ...changed }, asked);
	}
	const posted = async (...given: Parameters<typeof sign>) => fieldsOf(await sign(...given));
	return { sign, posted };
}

/** The fields that a signed request posts. */
export const fieldsOf = ({ body }: SignableRequest): Record<string, string> =>
	Object.fromEntries(postedFields(body));

/** What a credential asks for: the name, whether masked and required, and what the panel calls it. */
export const askedBy = ({ properties }: Credential) =>
	properties.map(({ name, typeOptions, required, description = '' }) => [
		name,
		typeOptions?.password === true,
		required === true,
		/"([^"]+)"/.exec(description)?.[1],
	]);
