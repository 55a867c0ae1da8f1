const PATH = '/odeme/durum-sorgu';

/**
 * 51 addresses that a careless check accepts as the provider's own host, or that lead from that
 * host to another host.
 */
export function addressTricks(own: URL, evil: URL): string[] {
	const [o, e, port] = [own.host, evil.host, evil.port];
	const there = `${evil.origin}${PATH}`;
	return [
		there,
		...[' ', '\t', '\n', '\r\n', '\u0000', '\u00a0', '\ufeff', '\u200b'].map(
			(sign) => sign + there,
		),
		...['ht\ntp:', 'ht\ttp:', 'http:\r\n', 'http\u0000:'].map((scheme) => `${scheme}//${e}${PATH}`),
		...['//', '///', '////', '\\\\', '/\\', '\\/', 'http:\\\\', 'http:/', 'http:', 'http:///'].map(
			(slashes) => `${slashes}${e}${PATH}`,
		),
		`http://\t${e}${PATH}`,
		`http://${e}\\@${o}${PATH}`,
		`http://${o}@${e}${PATH}`,
		`http://${o}:x@${e}${PATH}`,
		`http://${o}%2f@${e}${PATH}`,
		`http://${o}%00@${e}${PATH}`,
		`http://${e}#@${o}${PATH}`,
		`http://${e}?@${o}${PATH}`,
		`http://${e}/@${o}${PATH}`,
		`http://user:secret@${o}${PATH}`,
		`HTTP://${e}${PATH}`,
		`http://${own.hostname}.evil.invalid:${port}${PATH}`,
		...['localhost', '[::1]', '[::ffff:127.0.0.1]', '0x7f.1', '2130706433', '127.1', '0'].map(
			(name) => `http://${name}:${port}${PATH}`,
		),
		`http://１２７.0.0.1:${port}${PATH}`,
		`http://127。0。0。1:${port}${PATH}`,
		`https://${e}${PATH}`,
		`ftp://${o}${PATH}`,
		'data:text/plain,x',
		`${own.origin}${PATH}?to=${evil.origin}`,
		`${own.origin}${PATH}#${evil.origin}`,
		`${own.origin}//${e}${PATH}`,
		`${own.origin}/%2e%2e/${e}${PATH}`,
	];
}

type Fields = Record<string, string>;

/** The 18 kinds of request body. Some of them are not forms. */
export const BODY_SHAPES: Record<string, (fields: Fields) => object> = {
	'an object in body': (body) => ({ body }),
	'an object in form': (form) => ({ form }),
	'an object in formData': (formData) => ({ formData }),
	'the same in all three': (all) => ({ body: all, form: all, formData: all }),
	'form text': (fields) => ({ body: new URLSearchParams(fields).toString() }),
	'form text in form': (fields) => ({ form: new URLSearchParams(fields).toString() }),
	'form bytes': (fields) => ({ body: Buffer.from(new URLSearchParams(fields).toString()) }),
	URLSearchParams: (fields) => ({ body: new URLSearchParams(fields) }),
	'JSON text': (fields) => ({ body: JSON.stringify(fields), json: true }),
	'JSON bytes': (fields) => ({ body: Buffer.from(JSON.stringify(fields)) }),
	'a JSON list': (fields) => ({ body: JSON.stringify([fields]) }),
	'a list': (fields) => ({ body: [fields] }),
	'nested fields': (fields) => ({ body: { ...fields, merchant_oid: { toString: 'x' } } }),
	'a field with a toString of its own': (fields) => ({
		body: { ...fields, merchant_oid: { toString: () => 'ORDER1' } },
	}),
	'fields named like a prototype': (fields) => ({
		body: JSON.stringify(fields).replace('{', '{"__proto__":"x","constructor":"y",'),
	}),
	'the same field twice': (fields) => ({
		body: `${new URLSearchParams(fields).toString()}&merchant_oid=ORDER2`,
	}),
	'a web form': () => ({ body: new FormData() }),
	'a stream': () => ({ body: new ReadableStream() }),
};
