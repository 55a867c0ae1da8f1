/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const READS = ['GET', 'HEAD'];

/**
 * The reason why the request may come from another site's page. The sandbox is reachable by IP
 * address and as `localhost`. Any other name may belong to an attacker who points it at this
 * address (DNS rebinding). The browser would then treat the attacker's page and the sandbox as one
 * site.
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
 * Keeps pages in this machine's browsers from controlling the sandbox and from framing its pages.
 * Clients other than browsers (n8n, curl, a test) don't send these headers.
 * @param ownName the name or address on which the sandbox listens
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
