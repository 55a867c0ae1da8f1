import type { ICredentialType, IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import type { SignableRequest } from '../../../credentials/signing/form';
import { postedFields } from './signing/independent';

interface Signing extends ICredentialType {
	authenticate(credential: IDataObject, request: IHttpRequestOptions): Promise<IHttpRequestOptions>;
}

/** Signs as the credential does, with some of its fields or some of the request changed. */
export function signerOf(api: Signing, credential: IDataObject, url: string) {
	const sign = async (
		request: Partial<SignableRequest>,
		changes: object = {},
	): Promise<SignableRequest> =>
		await api.authenticate({ ...credential, ...changes }, {
			url,
			...request,
		} as IHttpRequestOptions);
	const formOf = ({ body }: SignableRequest) => Object.fromEntries(postedFields(body));
	const posted = async (...given: Parameters<typeof sign>) => formOf(await sign(...given));
	return { sign, formOf, posted };
}

/** Each field by its name: required, masked, and what its description puts in double quotes. */
export const fieldsOf = ({ properties }: ICredentialType) =>
	properties.map(({ name, required = false, typeOptions, description }) => [
		name,
		required ? 'required' : 'optional',
		typeOptions?.password ? 'masked' : 'shown',
		/"(.+?)"/.exec(description ?? '')?.[1],
	]);
