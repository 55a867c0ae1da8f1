/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- development tool, never packed */
/*
 * Compares Payfull's hash of a request with 27 fields with a plain createHmac over the same bytes.
 * Prints the medians in nanoseconds as JSON. Uses the packed code on n8n's Node.js.
 *
 * tsx bench/signing.ts <folder of the installed package>
 */
import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Bench } from 'tinybench';

const [folder] = process.argv.slice(2);
const { payfullHash, payfullMessage }: typeof import('../credentials/signing/payfull') =
	createRequire(__filename)(join(folder, 'dist', 'credentials', 'signing', 'payfull.js'));

const PASSWORD = 'SandboxPassword-NotReal';

/** All fields of Payfull's document. */
const FIELDS = {
	type: 'Set',
	set_param: 'Request',
	merchant: 'sandbox_merchant',
	language: 'tr',
	client_ip: '203.0.113.10',
	title: "Çay Bardağı 6'lı Set",
	recipient_email: 'gulsah.ozturk@example.com',
	recipient_first_name: 'Gülşah',
	recipient_last_name: 'Öztürk',
	recipient_phone: '00905321234567',
	start_date: '01-02-2026',
	end_date: '28-02-2026',
	changeable_quantity: '0',
	predefined_payment: '0',
	payment_item: '42',
	payment_free_amount: '149.90',
	payment_free_title: 'İnce belli çay bardağı',
	quantity: '1',
	currency: 'TRY',
	kdv: '18',
	via_email_sms: '2',
	email_text: 'Sayın [email or name-surname], ödeme sayfanız: [LINK]',
	sms_text: 'Ödeme sayfanız: [LINK]',
	request_type: 'recurring',
	request_action_type: 'manual',
	request_period: '3',
	repetition_count: '12',
};

/**
 * Medians in nanoseconds. Each variant has its own call site, so that V8 optimizes it as in a
 * batch.
 */
async function medians(work: Record<string, () => unknown>): Promise<Record<string, number>> {
	const bench = new Bench({ time: 1500, warmupTime: 500 });
	for (const [name, fn] of Object.entries(work)) bench.add(name, fn);
	await bench.run();
	return Object.fromEntries(
		bench.tasks.map(({ name, result }) => {
			if (!('latency' in result)) throw new Error(`No result of ${name}`);
			return [name, Math.round(result.latency.p50 * 1e6)];
		}),
	);
}

async function main(): Promise<void> {
	const message = payfullMessage(FIELDS);
	const bytes = Buffer.from(message, 'utf8');
	const bareNs = () => createHmac('sha256', PASSWORD).update(bytes).digest('hex');
	const bareTextNs = () => createHmac('sha256', PASSWORD).update(message, 'utf8').digest('hex');
	const sameNamesNs = () => payfullHash(FIELDS, PASSWORD);
	if (sameNamesNs() !== bareNs()) throw new Error('The two hashes differ');

	// The same fields in reverse order, so that consecutive calls have different names.
	const turned = Object.fromEntries(Object.entries(FIELDS).reverse());
	let turn = 0;
	const otherNamesNs = () => payfullHash(turn++ % 2 === 0 ? turned : FIELDS, PASSWORD);

	const results = {
		...(await medians({ bareNs, bareTextNs, sameNamesNs })),
		...(await medians({ otherNamesNs })),
	};
	console.log(
		JSON.stringify({ fields: Object.keys(FIELDS).length, bytes: bytes.length, ...results }),
	);
}

void main();
