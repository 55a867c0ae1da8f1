/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test, never packed */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

/** One request to the provider, with its form and headers. */
export interface Received {
	path: string;
	form: Record<string, string>;
	body: string;
	headers: IncomingMessage['headers'];
}

type Answer = (response: ServerResponse, call: Received, attacker: string) => unknown;

const json = (status: number, make: (call: Received) => object): Answer => {
	return (response, call) => response.writeHead(status, JSON_TYPE).end(JSON.stringify(make(call)));
};

const JSON_TYPE = { 'content-type': 'application/json' };

const redirect =
	(status: number): Answer =>
	(response, { path }, attacker) =>
		response.writeHead(status, { location: attacker + path }).end();

const page =
	(status: number) =>
	(response: ServerResponse, { body }: Received) =>
		response
			.writeHead(status, { 'content-type': 'text/html' })
			.end(`<h1>${status}</h1><pre>${body}</pre>`);

/** A refusal with these words, in both providers' formats. */
const refused = (words: unknown) => ({
	...{ status: 'error', err_msg: words, reason: words },
	...{ ErrorCode: '77', ErrorMSG: words },
});

/**
 * 25 ways in which a provider fails. Failures whose name begins with "echo" return the request.
 * n8n's HTTP Request node passes responses on, so it may show them.
 */
export const FAILURES: Record<string, Answer> = {
	echoReason: json(200, ({ body }) => refused(`Gecersiz istek: ${body}`)),
	echoFields: json(200, ({ form }) => refused(form)),
	echoList: json(400, ({ form }) => refused(Object.values(form))),
	echoSuccess: json(500, ({ body }) => ({ status: 'success', reason: body })),
	echoPage: page(500),
	echoForbidden: page(403),
	echoText: (response, { body }) => response.end(body),
	echoHeader: (response, { form }) =>
		response.writeHead(400, { 'x-token': form.paytr_token ?? form.hash, ...JSON_TYPE }).end('{}'),
	moved: redirect(301),
	found: redirect(302),
	seeOther: redirect(303),
	temporary: redirect(307),
	permanent: redirect(308),
	refused: json(200, () => refused('Gecersiz istek')),
	oddReason: json(200, () => refused({ toString: 1, toJSON: 1, then: 1 })),
	busy: json(429, () => refused('Yavas')),
	broken: (response) => response.writeHead(500).end('x'),
	gateway: (response) => response.writeHead(502).end('<html>'),
	empty: (response) => response.end(),
	notJson: (response) => response.end('{"status":'),
	reset: (response) => (response.socket as Socket).resetAndDestroy(),
	closed: (response) => response.socket?.destroy(),
	silent: () => undefined,
	cut: (response) => {
		response.writeHead(200, { 'content-length': 1_000 }).write('{');
		response.socket?.end();
	},
	gzip: (response) =>
		response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{}').subarray(0, 12)),
};

const readBody = async (request: IncomingMessage) => {
	let body = '';
	for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
	return body;
};

async function listen(server: Server): Promise<string> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The requested failure. The name is in a field that both providers and all services here have. */
const wanted = ({ id = '', title = '', merchant_oid = '' }: Record<string, string>) =>
	Object.keys(FAILURES).find((name) => [id, title, merchant_oid].includes(name));

/**
 * Starts a provider that fails as requested, and an attacker's server that must never receive
 * signed data. The attacker's server also works as a proxy.
 */
export async function startHostile() {
	const received: Received[] = [];
	const signatures = new Set<string>();
	/**
	 * Addresses that the provider returns as the next page. The first address belongs to the order
	 * NEXT0.
	 */
	const next: string[] = [];
	/** All requests that the attacker received, and whether they were signed. */
	const caught: string[] = [];
	const attackerServer = createServer((request, response) => {
		void readBody(request).then((body) => {
			caught.push(`${request.method} ${request.url} ${body}`);
			response.writeHead(200, JSON_TYPE).end('{"status":"success","status_code":1}');
		});
	}).on('connect', (request, socket) => {
		caught.push(`CONNECT ${request.url}`);
		socket.destroy();
	});
	const attacker = await listen(attackerServer);
	const nextOf = ({ merchant_oid = '' }: Record<string, string>) =>
		next[Number(merchant_oid.replace('NEXT', ''))] ?? null;
	const providerServer = createServer((request, response) => {
		void readBody(request).then((body) => {
			const form = Object.fromEntries(new URLSearchParams(body));
			const call = { path: request.url ?? '', form, body, headers: request.headers };
			received.push(call);
			for (const one of [form.paytr_token, form.hash]) if (one !== undefined) signatures.add(one);
			const failure = wanted(form);
			if (failure) FAILURES[failure](response, call, attacker);
			else json(200, () => ({ status: 'success', next: nextOf(form) }))(response, call, attacker);
		});
	});
	const provider = await listen(providerServer);
	const stop = (server: Server) => {
		server.closeAllConnections();
		return new Promise((resolve) => server.close(resolve));
	};
	return {
		provider,
		attacker,
		received,
		caught,
		/** The signatures of all requests to the provider. */
		signatures,
		next,
		stop: async () => void (await Promise.all([attackerServer, providerServer].map(stop))),
	};
}

export type Hostile = Awaited<ReturnType<typeof startHostile>>;
