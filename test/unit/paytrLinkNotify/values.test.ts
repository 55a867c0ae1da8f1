import {
	callbackId,
	callbackLink,
	expiryDate,
	lang,
	linkType,
} from '../../../nodes/PaytrLinkNotify/values';
import { shown } from '../../../nodes/shared/values/problem';

const ok = <T>(value: T) => ({ ok: true, value });
const refused = (message: string, fix: unknown) => ({ ok: false, error: { message, fix } });

it.each<[(value: unknown) => unknown, string, string[]]>([
	[linkType, 'product', ['product', 'Product', 'Ürün', 'HİZMET']],
	[linkType, 'collection', ['collection', 'Collection ', 'invoice', 'Fatura']],
	[linkType, 'flex', ['flex', 'Flexible Amount', 'Esnek Link']],
	[lang, 'tr', ['tr', 'TR', 'Türkçe', 'turkish']],
	[lang, 'en', ['en', 'EN', 'English', 'İngilizce']],
])('%p is %s by any of its names', (read, sent, names) => {
	for (const name of names) expect(read(name)).toEqual(ok(sent));
});

const CALLBACK = 'https://n8n.example.com/webhook/1/paytr';
const long = (length: number) => CALLBACK.padEnd(length, 'x');

it.each([
	...[CALLBACK, CALLBACK.replace('https', 'http'), `${CALLBACK}?shop=a:8080`, long(400)],
	...['https://8.8.8.8/x', 'https://11.0.0.1/x', 'https://172.32.0.1/x', 'https://n8n.com.tr/x'],
	...['https://192.169.0.1/x', 'https://100.128.0.1/x', 'https://local.example.com/x'],
	...['https://n8n.example.com/webhook-tester/x', 'https://10.example.com/x'],
])('accepts the callback address %s', (address) => {
	expect(callbackLink()(address)).toEqual(ok(address));
});

it.each<[string, string[]]>([
	['is not a web address', ['n8n.example.com/webhook/1/paytr', 'https://']],
	['must begin with http:// or https://', ['ftp://n8n.example.com/paytr']],
	['has a blank in it', ['https://n8n.example.com/web hook/1', 'https://n8n.example.com/\u200bx']],
	[
		'is the test URL of n8n, which listens only while the editor waits',
		['https://n8n.example.com/webhook-test/1/paytr', 'https://example.com/n8n/webhook-test/1'],
	],
	[
		'has a port, which PayTR refuses',
		[
			...['https://n8n.example.com:5678/paytr', 'https://n8n.example.com:443/paytr'],
			...['http://n8n.example.com:80/paytr', 'https://me@n8n.example.com:443/paytr'],
		],
	],
	[
		'is on this machine (localhost), which PayTR cannot reach',
		[
			...['https://localhost/paytr', 'https://LOCALHOST./paytr', 'http://127.0.0.1:5678/paytr'],
			...['http://[::1]/paytr', 'http://2130706433/paytr', 'http://127.1/paytr'],
		],
	],
	[
		'is in a private network, which PayTR cannot reach',
		[
			...['http://10.0.0.5/x', 'http://192.168.1.20:5678/x', 'http://172.16.0.1/x'],
			...['http://172.31.255.255/x', 'http://169.254.169.254/x', 'http://100.64.0.1/x'],
			...['http://0.0.0.0/x', 'http://n8n/x', 'http://n8n:5678/x', 'http://nas.local/x'],
			...['http://host.docker.internal/x', 'http://n8n.lan/x', 'http://n8n.home.arpa/x'],
			...['http://[fd00::1]/x', 'http://[fe80::1]/x', 'http://[::ffff:10.0.0.1]/x'],
		],
	],
	['has more than 400 characters', [long(401)]],
])('rejects the callback link %s', (why, addresses) => {
	const FIX =
		'Use the public production URL of the PayTR Link Trigger, e.g. https://n8n.example.com/webhook/….';
	for (const address of addresses) {
		expect(callbackLink()(address)).toEqual(refused(`${why}: ${shown(address)}`, FIX));
	}
});

it.each([
	['http://127.0.0.1:5678/webhook/1/paytr', true],
	['http://localhost/webhook/1/paytr', true],
	['https://n8n.example.com:5678/paytr', false],
	['ftp://127.0.0.1/paytr', false],
	['http://192.168.1.20:5678/paytr', false],
	['http://127.0.0.1:5678/webhook-test/1/paytr', true],
])('the sandbox can call back %s: %s', (address, can) => {
	expect(callbackLink(new URL('http://localhost:4010'))(address).ok).toBe(can);
});

const RULE = 'Use letters from A to Z and digits only, at most 64, e.g. ORDER1001.';
const HYPHENS = `Take the hyphens out, e.g. of a UUID with .replaceAll('-', ''). ${RULE}`;

it.each(['ORDER1001', 'a', '1001', 1001, 'x'.repeat(64)])('accepts the callback ID %j', (id) => {
	expect(callbackId(id)).toEqual(ok(String(id)));
});

const hyphenated = (id: string) => [id, 'has hyphens, which PayTR does not take', HYPHENS];
const foreign = (id: string) => [id, 'is not made of letters from A to Z and digits', RULE];

it.each([
	...['ORDER-1001', '6f0c2a1e-5b7d-4c3f-9a8e-2d4b6c8e0f12'].map(hyphenated),
	...['sipariş1', 'ORDER 1001', 'ORDER_1', 'ş-1'].map(foreign),
	['x'.repeat(65), 'has 65 characters', RULE],
])('rejects the callback ID %s %s', (id, why, fix) => {
	expect(callbackId(id)).toEqual(refused(`${why}: "${id}"`, fix));
});

it.each([
	['31.12.2096 9:30', ok('2096-12-31 09:30:00')],
	['2096-07-01T12:00:00Z', ok('2096-07-01 15:00:00')],
	['2096-07-01', ok('2096-07-01 23:59:59')],
	['soon', refused('is not a date: "soon"', expect.anything())],
	['09.01.2020', refused('is in the past: "09.01.2020"', expect.anything())],
])('sends the expiry date %j in Istanbul’s time', (given, read) => {
	expect(expiryDate(given)).toEqual(read);
});
