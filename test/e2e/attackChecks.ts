/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Execution } from '../../scripts/lib/n8nApi';
import { FAILURES, startHostile, type Hostile } from '../security/hostile';
import { addressTricks } from '../security/tricks';
import type { VersionContext } from './context';
import { eventually } from './eventually';
import { PAYMENT_REQUEST } from './operationChecks';
import type { Signatures } from './secrets';
import {
	connection,
	createCredentials,
	httpRequest,
	listed,
	NODE,
	PAYFULL,
	PAYTR,
	otherNode,
	runOnce,
	testedNode,
	WebhookRunner,
	workflowOf,
	type TestedNode,
} from './workflows';

const PATH = '/odeme/durum-sorgu';
const HOSTILE = { paytrApi: 'Hostile PayTR', payfullApi: 'Hostile Payfull' } as const;

type CredentialType = keyof typeof HOSTILE;

/** Settings of a node whose credential points at the hostile provider. */
const hostile = (type: CredentialType, settings: Record<string, unknown> = {}) => ({
	...settings,
	credentials: { [type]: { name: HOSTILE[type] } },
});

const CONTINUE = { onError: 'continueRegularOutput' };

/** n8n's HTTP Request node asks for an order's status with the credential. */
const orderStatus = (
	url: string,
	options: Record<string, unknown> = {},
	more: Record<string, unknown> = {},
): TestedNode => {
	const fields = listed({ merchant_oid: "={{ $json.oid ?? 'ORDER1' }}" });
	const body = { contentType: 'form-urlencoded', ...fields, ...more };
	return {
		...httpRequest('paytrApi', url, body, options),
		settings: hostile('paytrApi', CONTINUE),
	};
};

const paginated = (mode: string, pages: number, how: object) => ({
	pagination: {
		pagination: {
			paginationMode: mode,
			...how,
			paginationCompleteWhen: 'other',
			completeExpression: `={{ $pageCount > ${pages - 1} }}`,
			limitPagesFetched: true,
			maxRequests: pages,
		},
	},
});

const nextUrl = (url: string) => paginated('responseContainsNextURL', 2, { nextURL: url });

const updated = (pages: number, type: string, name: string, value: string) =>
	paginated('updateAParameterInEachRequest', pages, {
		parameters: { parameters: [{ type, name, value }] },
	});

/**
 * An expression that searches all properties of an error for the signature, including hidden
 * properties.
 */
const SEARCH = `={{ (() => {
	const found = []; const seen = new Set();
	const walk = (value, path, depth) => {
		if (typeof value === 'string') { if (/paytr_token/.test(value)) found.push(path); return; }
		if (value === null || typeof value !== 'object' || depth > 7 || seen.has(value)) return;
		seen.add(value);
		if (typeof value.pipe === 'function' || typeof value.stream === 'function') {
			try { for (const part of value.stream()) walk(String(part), path + '.stream()', depth + 1); } catch (e) {}
			try { value.pipe({ end: (text) => walk(String(text), path + '.pipe()', depth + 1) }); } catch (e) {}
		}
		// Some properties aren't enumerable.
		const hidden = ['cause', 'options', 'config', 'request', 'response', 'data', 'body', 'context'];
		for (const name of [...new Set([...Object.getOwnPropertyNames(value), ...hidden])]) {
			try { walk(value[name], path + '.' + name, depth + 1); } catch (e) {}
		}
	};
	walk($json, '$json', 0);
	return found.join(' ') || 'nothing';
})() }}`;

/** Runs the node on one item. The next node's expression searches the node's output. */
async function searchAfter(
	{ n8n: { api } }: VersionContext,
	name: string,
	node: TestedNode,
): Promise<Execution> {
	const nodes = [
		otherNode('Start', 'manualTrigger', 1, {}),
		testedNode(node),
		otherNode('Search', 'set', 3.4, {
			assignments: { assignments: [{ id: '1', name: 'found', type: 'string', value: SEARCH }] },
			options: {},
		}),
	];
	const connections = { Start: connection(NODE), [NODE]: connection('Search') };
	const id = await api.importWorkflow(workflowOf(name, nodes, connections));
	return await api.runWorkflow(id, 'Start');
}

/**
 * Runs the known attacks: a workflow or a provider tries to get a signature out of a credential.
 */
export async function attackChecks(context: VersionContext, { seen }: Signatures): Promise<void> {
	const server = await startHostile();
	try {
		const { credentials } = context.sandbox;
		// The hostile credentials contain the sandbox's secrets, so the search for these secrets finds
		// a leak.
		await createCredentials(context.n8n.api, { url: server.provider, credentials }, HOSTILE);
		await addressAttacks(context, server);
		await requestAttacks(context, server);
		await errorAttacks(context, server);
		await failureKinds(context, server);
		for (const signature of server.signatures) seen.add(signature);
	} finally {
		await server.stop();
	}
}

/** A check that also fails when the attacker receives any request. */
function attack({ checks }: VersionContext, { caught }: Hostile) {
	return async (name: string, work: () => Promise<void>) =>
		await checks.check('attacks', name, async () => {
			caught.length = 0;
			await work();
			assert.deepEqual(caught, []);
		});
}

async function addressAttacks(context: VersionContext, server: Hostile): Promise<void> {
	const { provider, attacker, received, next } = server;
	const check = attack(context, server);
	const { api } = context.n8n;
	const tricks = addressTricks(new URL(provider), new URL(attacker)).map((url) => ({ url }));
	await check(`${tricks.length} addresses in URL`, async () => {
		const { output } = await runOnce(api, 'Tricks', orderStatus('={{ $json.url }}'), tricks);
		assert.equal(output(NODE).length, tricks.length);
	});
	await check(`${tricks.length} addresses in pagination's Next URL`, async () => {
		received.length = 0;
		next.splice(0, Infinity, ...tricks.map(({ url }) => url));
		const node = orderStatus(provider + PATH, nextUrl('={{ $response.body.next }}'));
		const items = tricks.map((_, i) => ({ oid: `NEXT${i}` }));
		await runOnce(api, 'Next URL', node, items);
		const reached = new Set(received.map(({ form }) => form.merchant_oid));
		assert.deepEqual(
			items.filter(({ oid }) => !reached.has(oid)),
			[],
		);
	});
	await check('pagination within the provider works: three pages, each signed', async () => {
		received.length = 0;
		const pages = updated(3, 'body', 'merchant_oid', "={{ 'ORDER' + ($pageCount + 1) }}");
		const { output } = await runOnce(api, 'Pages', orderStatus(provider + PATH, pages));
		assert.equal(output(NODE).length, 3, JSON.stringify(output(NODE)));
		assert.deepEqual(
			received.map(({ form }) => form.merchant_oid),
			['ORDER1', 'ORDER2', 'ORDER3'],
		);
		assert.equal(new Set(received.map(({ form }) => form.paytr_token)).size, 3);
	});
	await check('pagination by query is rejected with the reason', async () => {
		const pages = updated(2, 'qs', 'page', '={{ $pageCount + 1 }}');
		const { output } = await runOnce(api, 'Query', orderStatus(provider + PATH, pages));
		assert.match(JSON.stringify(output(NODE)), /query parameters, which no signature covers/);
	});
}

async function requestAttacks(context: VersionContext, server: Hostile): Promise<void> {
	const { provider, attacker, received } = server;
	const check = attack(context, server);
	const run = async (name: string, node: TestedNode) => {
		received.length = 0;
		return await runOnce(context.n8n.api, name, node);
	};
	await check('a proxy of the workflow, with certificates ignored, sees nothing', async () => {
		const options = { proxy: attacker, allowUnauthorizedCerts: true };
		const { output } = await run('Proxy', orderStatus(provider + PATH, options));
		assert.equal(output(NODE)[0].json.status, 'success');
		assert.equal(received.length, 1);
	});
	await check('headers and query of the workflow are not sent', async () => {
		const names = ['Host', 'X-Forwarded-Host', 'Authorization', 'Cookie', 'Transfer-Encoding'];
		const headers = {
			sendHeaders: true,
			headerParameters: { parameters: names.map((name) => ({ name, value: 'evil.example' })) },
		};
		const { output } = await run('Headers', orderStatus(provider + PATH, {}, headers));
		assert.equal(output(NODE)[0].json.status, 'success');
		assert.doesNotMatch(JSON.stringify(received.map((call) => call.headers)), /evil/);
		assert.equal(received[0].headers.host, new URL(provider).host);
		const queryParameters = { parameters: [{ name: 'merchant_oid', value: 'ORDER2' }] };
		const query = { sendQuery: true, queryParameters };
		const refused = await run('Query', orderStatus(provider + PATH, {}, query));
		assert.match(JSON.stringify(refused.output(NODE)), /query parameters/);
		assert.equal(received.length, 0);
	});
	await check('does not sign for another merchant, another service or a card', async () => {
		const fields: Array<[string, Record<string, string>]> = [
			[PATH, { merchant_oid: 'ORDER1', merchant_id: '1' }],
			['/odeme/iade', { merchant_oid: 'ORDER1', return_amount: '11' }],
			['/odeme', { merchant_oid: 'ORDER1', cc_owner: 'x' }],
			['/odeme/api/link/list', { id: 'A' }],
		];
		for (const [path, form] of fields) {
			await run(`Refused ${path}`, orderStatus(provider + path, {}, listed(form)));
			assert.equal(received.length, 0, path);
		}
	});
	await check('Form-Data: text is sent urlencoded, a file is rejected', async () => {
		const text = { parameterType: 'formData', name: 'merchant_oid', value: 'ORDER1' };
		const file = { parameterType: 'formBinaryData', name: 'x', inputDataFieldName: 'data' };
		for (const typeVersion of [4.1, 4.2]) {
			const form = { contentType: 'multipart-form-data', bodyParameters: { parameters: [text] } };
			const node = { ...orderStatus(provider + PATH, {}, form), typeVersion };
			const { output } = await run(`Form-Data ${typeVersion}`, node);
			assert.equal(output(NODE)[0].json.status, 'success', JSON.stringify(output(NODE)));
			assert.match(String(received[0].headers['content-type']), /urlencoded/);
			const files = { ...form, bodyParameters: { parameters: [text, file] } };
			const withFile = { ...orderStatus(provider + PATH, {}, files), typeVersion };
			await run(`File ${typeVersion}`, withFile);
			assert.equal(received.length, 0);
		}
	});
}

async function errorAttacks(context: VersionContext, server: Hostile): Promise<void> {
	const check = attack(context, server);
	const { provider, received } = server;
	for (const [what, options, oid] of [
		['a time-out of 1 ms', { timeout: 1 }, 'silent'],
		['a provider that breaks', {}, 'broken'],
		['a connection that breaks', {}, 'reset'],
	] as const) {
		await check(`an expression finds no signed form in the error of ${what}`, async () => {
			received.length = 0;
			const node = orderStatus(provider + PATH, options, listed({ merchant_oid: oid }));
			const { output, error } = await searchAfter(context, `Search after ${what}`, node);
			assert.equal(output('Search')[0]?.json.found, 'nothing', error);
		});
	}
}

const KINDS = Object.keys(FAILURES);

/**
 * All kinds except echoes, which the HTTP Request node passes on, and incomplete responses, for whose
 * rest it waits.
 */
const OF_HTTP_REQUEST = KINDS.filter((kind) => !/^(echo|cut$|gzip$)/.test(kind));

async function failureKinds(context: VersionContext, server: Hostile): Promise<void> {
	const check = attack(context, server);
	const { provider, received } = server;
	const options = { timeout: 2, retries: 0, maxConcurrency: 25 };
	const nodes: Record<string, { node: TestedNode; type: CredentialType; kinds: string[] }> = {
		'PayTR Link Notify': {
			type: 'paytrApi',
			kinds: KINDS,
			node: {
				type: PAYTR,
				parameters: {
					...{ resource: 'notification', operation: 'sendSms', linkId: '={{ $json.kind }}' },
					...{ cellPhone: '05321234567', sendOnce: 'off', options },
				},
			},
		},
		'Payfull Payment Request': {
			type: 'payfullApi',
			kinds: KINDS,
			node: {
				type: PAYFULL,
				parameters: { ...PAYMENT_REQUEST, title: '={{ $json.kind }}', options },
			},
		},
		'HTTP Request': {
			type: 'paytrApi',
			kinds: OF_HTTP_REQUEST,
			node: orderStatus(provider + PATH, { timeout: 2_000 }),
		},
	};
	for (const [name, { node, type, kinds }] of Object.entries(nodes)) {
		const items = kinds.map((kind) => ({
			...{ kind, oid: kind, email: 'gulsah@example.com', phone: '0532 123 45 67' },
		}));
		const reached = () =>
			new Set(received.map(({ form }) => form.id ?? form.title ?? form.merchant_oid));
		for (const onError of ['continueRegularOutput', 'continueErrorOutput', 'stopWorkflow']) {
			await check(
				`${name}, ${onError}: ${kinds.length} kinds of failure reveal no secret`,
				async () => {
					received.length = 0;
					const runner = await WebhookRunner.activate(context.n8n.api, `${name} ${onError}`, {
						...node,
						settings: hostile(type, { onError }),
					});
					if (onError === 'stopWorkflow') {
						await Promise.all(items.map(async (item) => await runner.start([item])));
						await eventually(() => assert.equal(reached().size, kinds.length));
						// n8n ends and stores the executions only after the provider has responded.
						await sleep(3_000);
					} else {
						const { output } = await runner.run(items);
						assert.equal(output(NODE, 0).length + output(NODE, 1).length, kinds.length);
					}
					assert.deepEqual([...reached()].sort(), [...kinds].sort());
				},
			);
		}
	}
}
