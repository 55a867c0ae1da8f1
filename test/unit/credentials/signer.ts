import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
} from 'n8n-workflow';

import type { SignableRequest } from '../../../credentials/signing/form';
import { postedFields } from './signing/independent';

/** A credential of either provider. This file imports neither provider's code. */
interface Credential {
	properties: ICredentialType['properties'];
	authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions>;
}

/** Signs requests to a service with a credential's values. Each request may replace some values. */
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

/** The fields of a credential: name, label, and whether the field is masked and required. */
export const askedBy = ({ properties }: Credential) =>
	properties.map(({ name, typeOptions, required, description = '' }) => [
		name,
		typeOptions?.password === true,
		required === true,
		/"([^"]+)"/.exec(description)?.[1],
	]);
