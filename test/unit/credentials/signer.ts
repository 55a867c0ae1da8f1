import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import type { PayfullApi } from '../../../credentials/PayfullApi.credentials';
import type { PaytrApi } from '../../../credentials/PaytrApi.credentials';
import type { SignableRequest } from '../../../credentials/signing/form';
import { postedFields } from './signing/independent';

type Credential = PaytrApi | PayfullApi;

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
