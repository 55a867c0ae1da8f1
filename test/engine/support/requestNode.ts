/* eslint-disable @n8n/community-nodes/no-deprecated-workflow-functions -- n8n's own HTTP Request node still calls them */
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	IRequestOptions,
} from 'n8n-workflow';

import { describeNode } from '../harness';

/** The request options of n8n's HTTP Request node (version 4), without a body. */
export const BASE: IRequestOptions = {
	method: 'POST',
	gzip: true,
	rejectUnauthorized: true,
	followRedirect: true,
	followAllRedirects: true,
	maxRedirects: 21,
	resolveWithFullResponse: true,
	timeout: 300_000,
};

export type Credential = 'paytrApi' | 'payfullApi';

/** n8n's HTTP Request node with a predefined credential, limited to what the credential sees. */
export function requestNode(credential: Credential, request: IRequestOptions): INodeType {
	return {
		description: describeNode('signedRequest', [], {
			credentials: [{ name: credential, required: true }],
		}),
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const send = this.helpers.requestWithAuthentication;
			const { body } = (await send.call(this, credential, request, undefined, 0)) as {
				body: unknown;
			};
			return [[{ json: await readBody(body) }]];
		},
	};
}

/** Reads a stream, text or JSON, as the HTTP Request node does. */
async function readBody(body: unknown): Promise<IDataObject> {
	if (typeof body === 'string') return JSON.parse(body) as IDataObject;
	if (!(Symbol.asyncIterator in Object(body))) return body as IDataObject;
	const chunks: Buffer[] = [];
	for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
	return JSON.parse(Buffer.concat(chunks).toString('utf8')) as IDataObject;
}
