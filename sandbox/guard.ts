/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const READS = ['GET', 'HEAD'];

/**
 * Whether a page of someone else's may have made this request. The sandbox is known by addresses
 * and as `localhost`: under any other name, it is a name that was bent to this address, so that
 * the browser takes a stranger's page and the sandbox for one site.
 */
function whyForeign(request: FastifyRequest, ownName: string): string | undefined {
	const { host = '', origin, 'sec-fetch-site': site } = request.headers;
	const address = `http://${host}`;
	const name = URL.canParse(address) ? new URL(address).hostname.replace(/^\[|\]$/g, '') : '';
	if (isIP(name) === 0 && name !== 'localhost' && name !== ownName) return `Host: ${host}`;
	if (READS.includes(request.method)) return undefined;
	if (origin !== undefined && origin !== address) return `Origin: ${origin}`;
	if (site !== undefined && site !== 'same-origin' && site !== 'none') {
		return `Sec-Fetch-Site: ${String(site)}`;
	}
	return undefined;
}

/**
 * Keeps pages in this machine's browsers from steering the sandbox, or from framing its pages. What
 * is no browser (n8n, curl, a test) sends none of these headers, and isn't asked for them.
 * @param ownName the name or address that the sandbox was told to listen on
 */
export function keepStrangersOut(app: FastifyInstance, ownName: string): void {
	app.addHook('onRequest', async (request, reply) => {
		reply.headers({
			'x-frame-options': 'DENY',
			'x-content-type-options': 'nosniff',
			'cross-origin-resource-policy': 'same-origin',
			'referrer-policy': 'same-origin',
		});
		const reason = whyForeign(request, ownName);
		if (reason === undefined) return undefined;
		return await reply.code(403).send({ error: `Not taken from another site (${reason})` });
	});
}
