import fc from 'fast-check';

import { ownAddress, requestTarget } from '../../../../credentials/signing/target';
import { runs } from '../../runs';
import { refusalOf } from './refusal';

const LABEL = 'Base URL';
const EXAMPLE = 'https://www.paytr.com';

type Request = Parameters<typeof requestTarget>[0];

const own = (address: unknown) => ownAddress(address, LABEL, EXAMPLE);
const target = (url: string, address = EXAMPLE) => requestTarget({ url }, own(address), LABEL);

describe('ownAddress', () => {
	it.each([
		['https://www.paytr.com', 'https://www.paytr.com/'],
		[' \u00a0https://www.paytr.com/\u2003\n', 'https://www.paytr.com/'],
		['https://www.paytr.com///', 'https://www.paytr.com/'],
		['HTTPS://WWW.PAYTR.COM', 'https://www.paytr.com/'],
		['https://firma.payfull.com/api/v1/', 'https://firma.payfull.com/api/v1'],
		['https://firma.payfull.com/api/v1?x=1#y', 'https://firma.payfull.com/api/v1'],
		['https://www.paytr.com:8443/x', 'https://www.paytr.com:8443/x'],
		['http://localhost:5700/paytr', 'http://localhost:5700/paytr'],
		['http://LocalHost', 'http://localhost/'],
		['http://127.0.0.1:5700', 'http://127.0.0.1:5700/'],
		['http://127.1.20.200', 'http://127.1.20.200/'],
		['https://a.co/'.padEnd(2_000, 'x'), 'https://a.co/'.padEnd(2_000, 'x')],
		['http://[::1]:5700', 'http://[::1]:5700/'],
	])('reads "%s"', (given, href) => expect(own(given).href).toBe(href));

	it.each([
		...['http://www.paytr.com', 'http://10.0.0.1', 'http://192.168.1.10:5700', 'http://0.0.0.0'],
		...['http://localhost.evil.com', 'http://127.0.0.1.evil.com', 'http://127.0.0.1@evil.com.'],
		'http://evil-localhost',
	])('rejects %s if it is not encrypted or has a user name', (given) => {
		const { message, description } = refusalOf(() => own(given));
		expect(`${message}. ${description}`).toMatch(
			/^'Base URL' in the credential (must begin with https: ".+\. Signed requests are sent unencrypted to this machine only|holds a user name or a password\. Enter the address alone, e\.g\. https:\/\/www\.paytr\.com$)/,
		);
	});

	it.each([
		...['', '  ', undefined, null],
		...[
			'www.paytr.com',
			'ftp://www.paytr.com',
			'xhttp://www.paytr.com',
			'https://',
			'javascript:1',
		],
	])('rejects %p, which is no web address, and shows a valid one', (given) => {
		const { message, description } = refusalOf(() => own(given));
		expect(message).toBe(
			`'Base URL' in the credential is not a web address: "${(given ?? '').trim()}"`,
		);
		expect(description).toBe(`Enter the whole address, e.g. ${EXAMPLE}`);
	});

	it.each([
		'https://name:hunter2@www.paytr.com',
		'https://:hunter2@www.paytr.com',
		'https://hunter2@www.paytr.com',
		'http://name:hunter2@localhost',
		'ftp://name:hunter2@www.paytr.com',
		'name:hunter2@www.paytr.com',
		'ftp://na\nme:hunter2@www.paytr.com',
		`https://a.co/${'x'.repeat(2_000)}?hunter2`,
	])('rejects %s without showing the password', (given) => {
		const { message, description } = refusalOf(() => own(given));
		expect(message).toMatch(/^'Base URL' in the credential/);
		expect(`${message} ${description}`).not.toContain('hunter2');
	});

	it.each([
		['ftp://name:hunter2@www.paytr.com', 'ftp://…@www.paytr.com'],
		['name:hunter2@www.paytr.com', '…@www.paytr.com'],
	])('shows %s as %s', (given, shown) => {
		expect(refusalOf(() => own(given)).message).toContain(`: "${shown}"`);
	});
});

describe('requestTarget', () => {
	it.each([
		['/odeme/iade', EXAMPLE, 'https://www.paytr.com/odeme/iade'],
		['odeme/iade', EXAMPLE, 'https://www.paytr.com/odeme/iade'],
		['/odeme/iade', 'https://www.paytr.com/', 'https://www.paytr.com/odeme/iade'],
		['https://www.paytr.com/odeme/iade', EXAMPLE, 'https://www.paytr.com/odeme/iade'],
		['https://WWW.paytr.com:443/odeme/iade', EXAMPLE, 'https://www.paytr.com/odeme/iade'],
		['/odeme/iade', 'http://localhost:5700/paytr/', 'http://localhost:5700/paytr/odeme/iade'],
		['http://localhost/paytr/iade', 'http://localhost/paytr', 'http://localhost/paytr/iade'],
		['', 'https://firma.payfull.com/api/v1', 'https://firma.payfull.com/api/v1'],
		['', 'https://firma.payfull.com/api/v1/', 'https://firma.payfull.com/api/v1'],
		['', EXAMPLE, 'https://www.paytr.com/'],
		['odeme/a:b', 'http://localhost:5700/paytr', 'http://localhost:5700/paytr/odeme/a:b'],
		[`/${'x'.repeat(1_999)}`, EXAMPLE, `https://www.paytr.com/${'x'.repeat(1_999)}`],
		['//www.paytr.com/odeme/iade', EXAMPLE, 'https://www.paytr.com/odeme/iade'],
	])('takes "%s" below %s', (requested, address, href) => {
		expect(target(requested, address).href).toBe(href);
	});

	it.each([
		'https://evil.com/odeme/iade',
		'//evil.com/odeme/iade',
		'https://www.paytr.com.evil.com/odeme/iade',
		'https://www.paytr.com@evil.com/odeme/iade',
		'https://www.paytr.com:secret@evil.com/',
		'https://evil.com#@www.paytr.com',
		'https://evil.com/https://www.paytr.com',
		'http://www.paytr.com/odeme/iade',
		'https://www.paytr.com:8443/odeme/iade',
		'https://paytr.com/odeme/iade',
		'https://www.paytr.com./odeme/iade',
		'javascript:alert(1)',
		'data:text/plain,x',
		'https://',
		'https://user@www.paytr.com/odeme/iade',
		'https://:secret@www.paytr.com/odeme/iade',
	])('rejects %s, which is another host', (requested) => {
		const { message, description } = refusalOf(() => target(requested));
		expect(message).toMatch(/^This credential signs for www\.paytr\.com only, not for "/);
		expect(description).toBe(
			"Send the request to https://www.paytr.com, or change 'Base URL' in the credential.",
		);
	});

	it.each([
		'https://gateway.example/others/odeme/iade',
		'https://gateway.example/paytr2',
		'https://gateway.example/',
		'/../others',
		'/%2e%2e/others',
	])('rejects %s, which is not below its own path', (requested) => {
		const { message, description } = refusalOf(() =>
			target(requested, 'https://gateway.example/paytr'),
		);
		expect(message).toMatch(
			/^This credential signs for gateway\.example\/paytr only, not for "gateway\.example\//,
		);
		expect(description).toContain('Send the request to https://gateway.example/paytr,');
	});

	it('rejects another port of this machine', () => {
		const local = 'http://127.0.0.1:5700';
		expect(refusalOf(() => target('http://127.0.0.1:5701/x', local)).message).toContain(
			'signs for 127.0.0.1:5700 only, not for "127.0.0.1:5701/x"',
		);
	});

	it.each([
		'\\\\evil.com\\x',
		'/\\evil.com',
		'https:\\\\www.paytr.com\\odeme\\iade',
		' https://www.paytr.com/odeme/iade',
		'\thttps://www.paytr.com/odeme/iade',
		'ht\ntps://www.paytr.com/odeme/iade',
		'https://www.paytr.com/odeme/iade\r\n',
		'https://www.paytr.com/odeme/\u0000iade',
		'https://www.paytr.com/odeme/\u200biade',
		'https://www.paytr.com/odeme/\u00a0iade',
	])('rejects %j, which other programs may read differently', (requested) => {
		const { message, description } = refusalOf(() => target(requested));
		expect(message).toMatch(/^The address holds a blank/);
		expect(description).toBe("Correct 'URL', or the expression that makes it.");
	});

	it.each<[string, Partial<Request>]>([
		['url and uri that differ', { url: '/odeme/iade', uri: 'https://www.paytr.com/odeme/iade' }],
		['a base', { url: '/odeme/iade', baseURL: 'https://evil.com' }],
		['no text', { uri: { href: 'https://www.paytr.com/odeme/iade' } }],
	])('refuses %s', (_, request) => {
		const refused = refusalOf(() => requestTarget(request as Request, own(EXAMPLE), LABEL));
		expect(refused.message).toBe('The request names more than one address, or none that is a text');
		expect(refused.description).toBe("Give the whole address in 'URL' alone.");
	});

	it.each([
		['url', { url: '/odeme/iade' }],
		['uri', { uri: '/odeme/iade' }],
		['both, with pagination', { url: '/odeme/iade', uri: '/odeme/iade', qs: {} }],
		['url beside an empty uri', { url: '/odeme/iade', uri: null }],
	])('reads the address from %s', (_, request) => {
		const found = requestTarget(request as Request, own(EXAMPLE), LABEL);
		expect(found.href).toBe('https://www.paytr.com/odeme/iade');
	});

	it('uses its own address if the request has none', () => {
		const found = requestTarget({} as Request, own(EXAMPLE), LABEL);
		expect(found.href).toBe('https://www.paytr.com/');
	});

	it.each([
		{ url: '/odeme/iade?merchant_oid=A' },
		{ url: '/odeme/iade#x' },
		{ url: '/odeme/iade', qs: { page: 2 } },
	])('rejects query parameters: %j', (request) => {
		const { message, description } = refusalOf(() => requestTarget(request, own(EXAMPLE), LABEL));
		expect(message).toBe('The request has query parameters, which no signature covers');
		expect(description).toContain('With pagination, choose the parameter type Body.');
	});

	it('rejects an address of more than 2,000 characters', () => {
		const { message, description } = refusalOf(() => target(`/${'x'.repeat(2_000)}`));
		expect(message).toBe('The address has 2001 characters');
		expect(description).toBe('Use at most 2000.');
	});

	it('never leaves its own host, for any request', () => {
		const piece = fc.constantFrom(
			...['https:', 'http:', '/', '//', '\\', '@', ':', '.', '..', '%2f', '%2e', '?', '#', '\t'],
			...['\n', 'evil.com', 'www.paytr.com', '[::1]', 'ａ', '。', ' '],
		);
		const requests = fc.oneof(
			fc.string({ unit: piece, maxLength: 8 }),
			fc.webUrl(),
			fc.string({ unit: 'binary' }),
		);
		fc.assert(
			fc.property(requests, (requested) => {
				let host = 'www.paytr.com';
				try {
					host = target(requested).host;
				} catch (error) {
					expect(error).toHaveProperty('name', 'UnsignableRequest');
				}
				expect(host).toBe('www.paytr.com');
			}),
			runs(2000),
		);
	});
});
