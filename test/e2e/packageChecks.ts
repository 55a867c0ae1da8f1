/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { z } from 'zod';
import type { VersionContext } from './context';
import { PACKAGE } from './workflows';

const iconUrl = z.object({ light: z.string(), dark: z.string() });
/** Applies to nodes and credentials. Credentials have neither codex nor outputs. */
const types = z.array(
	z.object({
		name: z.string(),
		displayName: z.string(),
		iconUrl: z.unknown(),
		codex: z.unknown(),
		outputs: z.unknown(),
	}),
);

const NODES = {
	paytrLinkNotify: 'PayTR Link Notify',
	paytrLinkNotifyTrigger: 'PayTR Link Trigger',
	paytrPaymentTrigger: 'PayTR Payment Trigger',
	payfullPaymentRequest: 'Payfull Payment Request',
};

const SCHEMAS = [
	...['sendSms', 'sendEmail', 'sendEmailAndSms'].map(
		(operation) => `paytrLinkNotify/1.0.0/notification/${operation}`,
	),
	...['create', 'delete'].map((operation) => `paytrLinkNotify/1.0.0/link/${operation}`),
	...['get', 'getAll', 'refund', 'verifyNotification'].map(
		(operation) => `paytrLinkNotify/1.0.0/payment/${operation}`,
	),
	...['get', 'getAll'].map((operation) => `paytrLinkNotify/1.0.0/payout/${operation}`),
	...['send', 'delete'].map(
		(operation) => `payfullPaymentRequest/1.0.0/paymentRequest/${operation}`,
	),
	...['get', 'getAll', 'refund', 'cancel'].map(
		(operation) => `payfullPaymentRequest/1.0.0/transaction/${operation}`,
	),
];

const CREDENTIALS = { paytrApi: 'PayTR API', payfullApi: 'Payfull API' };

/**
 * Checks what n8n knows about the installed package: nodes, credentials, icons, codex, schemas,
 * tools.
 * @param installed by default the package with both providers. Its nodes' names start with
 * `provider`
 */
export async function packageChecks(
	{ n8n: { api, url }, checks }: VersionContext,
	installed = { name: PACKAGE, provider: '', suite: 'package' },
): Promise<void> {
	const own = <T>(all: Record<string, T>) =>
		Object.entries(all).filter(([name]) => name.startsWith(installed.provider));
	const get = async (path: string) => await api.request('GET', path);
	const isSvg = async (icon: unknown) => {
		const { light, dark } = iconUrl.parse(icon);
		for (const path of [light, dark]) {
			const response = await fetch(`${url}/${path}`);
			assert.equal(response.status, 200, path);
			assert.match(await response.text(), /^<svg|^<\?xml/, path);
		}
		assert.notEqual(light, dark);
	};
	const check = checks.of(installed.suite);

	await check('all nodes appear, with icons and codex', async () => {
		const known = types.parse(await get('/types/nodes.json'));
		for (const [name, displayName] of own(NODES)) {
			const node = known.find((one) => one.name === `${installed.name}.${name}`);
			assert.equal(node?.displayName, displayName);
			await isSvg(node.iconUrl);
			assert.match(JSON.stringify(node.codex), /Finance & Accounting/);
		}
		const all = known.filter(({ name }) => /\.(paytr|payfull)(?!.*Tool$)/.test(name));
		assert.equal(all.length, own(NODES).length);
	});
	await check('the nodes can be used as tools of an agent', async () => {
		const known = types.parse(await get('/types/nodes.json'));
		for (const [name] of own(NODES).filter(([node]) => !node.endsWith('Trigger'))) {
			const tool = known.find((one) => one.name === `${installed.name}.${name}Tool`);
			assert.match(JSON.stringify(tool?.outputs), /ai_tool/, `${name}Tool`);
		}
	});
	await check('the credentials appear, with icons', async () => {
		const known = types.parse(await get('/types/credentials.json'));
		for (const [name, displayName] of own(CREDENTIALS)) {
			const credential = known.find((one) => one.name === name);
			assert.equal(credential?.displayName, displayName);
			await isSvg(credential.iconUrl);
		}
	});
	await check("the operations' output schemas are served", async () => {
		for (const schema of SCHEMAS.filter((path) => path.startsWith(installed.provider))) {
			const { properties } = z
				.object({ properties: z.record(z.unknown()) })
				.parse(await get(`/schemas/${installed.name}.${schema}.json`));
			// The schema of a simplified item has 'currency' instead of 'response'.
			assert.ok('response' in properties || 'currency' in properties, schema);
		}
	});
}
