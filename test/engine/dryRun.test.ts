/* A dry run checks everything, sends nothing and remembers nothing. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import {
	CLIENT_IP,
	CONTINUE,
	engineOn,
	fates,
	PAYFULL,
	PAYTR,
	received,
	requestWith,
	row,
	SUBJECTS,
} from './support/providers';
import { useSandbox } from './support/sandbox';

const sandbox = useSandbox();

const LINK: INodeParameters = {
	...{ resource: 'link', operation: 'create', name: '={{ $json.name }}' },
	...{ price: '={{ $json.price }}', notifyVia: ['email', 'sms'], sendOnce: 'perKey' },
	...{ email: '={{ $json.email }}', cellPhone: '={{ $json.phone }}' },
	deduplicationKey: '={{ $json.email }}',
};

const dry = { options: { dryRun: true } };

const product = (i: number, price: string) => row(i, { price, name: `Ürün ${i}` });

const hasPaytr = SUBJECTS.some(({ node }) => node === PAYTR);
const hasPayfull = SUBJECTS.some(({ node }) => node === PAYFULL);

async function run(node: string, parameters: INodeParameters, items: IDataObject[]) {
	const result = await engineOn(sandbox).runNode(node, { ...parameters, ...dry }, items, CONTINUE);
	expect(received(sandbox)).toEqual([]);
	return { ...result, json: result.json, hints: result.hints.map(({ message }) => message) };
}

describe.each(SUBJECTS)('a dry run of $node', (subject) => {
	const { node, parameters, guarded } = subject;

	it('is not remembered: the same items are sent once afterwards', async () => {
		const engine = engineOn(sandbox);
		const once = { ...parameters, ...guarded };
		const items = [row(1), row(2)];
		const first = await engine.runNode(node, { ...once, ...dry }, items, CONTINUE);
		expect(first.json.map(({ dryRun, success }) => [dryRun, success])).toEqual([
			[true, undefined],
			[true, undefined],
		]);
		expect(received(sandbox)).toEqual([]);
		for (const expected of ['sent', 'alreadySent', 'alreadySent']) {
			expect(fates(await engine.runNode(node, once, items, CONTINUE))).toEqual([
				expected,
				expected,
			]);
			if (expected === 'alreadySent') await engine.runNode(node, { ...once, ...dry }, items);
		}
		expect(received(sandbox)).toHaveLength(2);
	});

	it('fails in Stop mode like a real run, and names the wrong rows', async () => {
		const wrong = { email: 'nobody', phone: '12' };
		const items = [row(1), row(2, wrong), row(3, wrong)];
		const { error } = await engineOn(sandbox).runNode(node, { ...parameters, ...dry }, items);
		expect(error?.message).toMatch(/^'(?:Phone|Email)' is not a/);
		expect(error?.description).toMatch(/Failed: row 2 \(.+\), row 3 \(/);
		expect(received(sandbox)).toEqual([]);
	});
});

(hasPaytr ? it : it.skip)('shows each request of new links and sums them up', async () => {
	const items = [product(1, '1.234,56'), product(2, '10'), row(3, { name: 'Ürün', price: 'x' })];
	const { json, hints } = await run(PAYTR, LINK, items);
	expect(json.slice(0, 3)).toMatchObject([
		{ dryRun: true, action: 'create', form: { name: 'Ürün 1', price: '123456', currency: 'TL' } },
		{ dryRun: true, action: 'email', recipient: row(1).email, form: { email: row(1).email } },
		{ dryRun: true, action: 'sms', recipient: row(1).phone, form: { cell_phone: row(1).phone } },
	]);
	expect(json[6]).toMatchObject({ error: expect.stringContaining("'Price'") as string });
	expect(JSON.stringify(json)).not.toMatch(/paytr_token|merchant_id/);
	expect(hints).toEqual([
		'Dry run, nothing was sent: 2 links over 1,244.56 TL would be created, 2 e-mails would be sent, 2 SMS would be sent. 1 has a mistake.',
	]);
});

(hasPaytr ? it : it.skip)('shows a deletion in as many requests as there would be', async () => {
	const linkId = Array.from({ length: 12 }, (_, i) => `Link${i}`).join(',');
	const parameters = { resource: 'link', operation: 'delete', linkId };
	const { json, hints } = await run(PAYTR, parameters, [{}]);
	expect(json.map(({ action }) => action)).toEqual(['delete', 'delete']);
	expect(json[1]).toMatchObject({ form: { id: 'Link10,Link11' } });
	expect(hints[0]).toMatch(/^Dry run, nothing was sent: 2 requests would be sent to delete/);
});

(hasPayfull ? it : it.skip)('shows a payment request as it would go out', async () => {
	const { json, hints } = await run(PAYFULL, requestWith({ clientIp: CLIENT_IP }), [row(1)]);
	expect(json).toMatchObject([
		{ dryRun: true, action: 'request', recipient: row(1).email, form: { kdv: '20' } },
	]);
	expect(JSON.stringify(json)).not.toMatch(/"hash"|"merchant"/);
	expect(hints).toEqual([
		'Dry run, nothing was sent: 1 payment request over 149.90 TRY would be sent.',
	]);
});
