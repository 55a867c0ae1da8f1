import { isLoopback } from '../../credentials/signing/target';
import { ok } from '../shared/result';
import { folded } from '../shared/values/characters';
import { currency as currencyOf } from '../shared/values/currency';
import { lastMoment } from '../shared/values/date';
import { notListed } from '../shared/values/problems';
import { problem, shown, type Parsed } from '../shared/values/problem';
import { requiredText, text } from '../shared/values/text';

const CALLBACK_LINK_MAX = 400;

const CALLBACK_ID_MAX = 64;

/** PayTR's currencies. TRY, the standard code, is accepted for TL. */
export const currency = currencyOf('TL', 'EUR', 'USD', 'GBP', 'RUB');

/** One of these values, or a common word for one of them. */
function oneByName(names: Readonly<Record<string, readonly string[]>>) {
	const byName = new Map(
		Object.entries(names).flatMap(([value, others]) =>
			[value, ...others].map((name) => [folded(name), value] as const),
		),
	);
	return (value: unknown): Parsed => {
		const given = requiredText(value);
		if (!given.ok) return given;
		const known = byName.get(folded(given.value));
		return known === undefined ? notListed(given.value, Object.keys(names)) : ok(known);
	};
}

export const linkType = oneByName({
	product: ['service', 'ürün', 'urun', 'hizmet'],
	collection: ['invoice', 'fatura', 'tahsilat', 'cari tahsilat'],
	flex: ['flexible', 'flexible amount', 'esnek', 'esnek link'],
});

/** The language of the payment page. */
export const lang = oneByName({
	tr: ['turkish', 'türkçe', 'turkce'],
	en: ['english', 'ingilizce'],
});

const FIX_LINK =
	'Use the public production URL of the PayTR Link Trigger, e.g. https://n8n.example.com/webhook/….';

/** Addresses and names that are only reachable within one network. */
const PRIVATE_HOST =
	/^(?=[\d.]+$)(?:0|10|127|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.|^\[(?:f[cd]|fe[89ab]|::1?\]|::ffff:)|^[^.:]+$|\.(?:local|localhost|localdomain|internal|lan|home\.arpa)$/;

function whyUnreachable(address: string, own: URL | undefined): string | undefined {
	// URL silently removes line breaks and tabs.
	if (/[\s\p{Cc}\p{Cf}]/u.test(address)) return 'has a blank in it';
	if (!URL.canParse(address)) return 'is not a web address';
	const { protocol, hostname, port, pathname } = new URL(address);
	if (!/^https?:$/.test(protocol)) return 'must begin with http:// or https://';
	// The sandbox can call an n8n on its own machine, even while the n8n editor waits for a test
	// event.
	if (own && isLoopback(own.hostname) && isLoopback(hostname)) return undefined;
	if (/(?:^|\/)webhook-test(?:\/|$)/.test(pathname)) {
		return 'is the test URL of n8n, which listens only while the editor waits';
	}
	const host = hostname.replace(/\.$/, '');
	if (isLoopback(host)) return 'is on this machine (localhost), which PayTR cannot reach';
	if (PRIVATE_HOST.test(host)) return 'is in a private network, which PayTR cannot reach';
	// URL drops a default port, but PayTR forbids even a default port.
	if (port || /^https?:\/\/[^/?#]*:\d/i.test(address)) return 'has a port, which PayTR refuses';
	return address.length > CALLBACK_LINK_MAX
		? `has more than ${CALLBACK_LINK_MAX} characters`
		: undefined;
}

/**
 * PayTR's callback_link: http(s), no localhost, no port, at most 400 characters, and an address
 * that PayTR can reach. The sandbox may call an n8n on its own machine.
 * @param own the credential's address
 */
export function callbackLink(own?: URL) {
	return (value: unknown): Parsed => {
		const given = text(value);
		if (!given.ok) return given;
		const why = whyUnreachable(given.value, own);
		return why ? problem(`${why}: ${shown(given.value)}`, FIX_LINK) : given;
	};
}

/** PayTR's callback_id: alphanumeric, at most 64 characters. */
export function callbackId(value: unknown): Parsed {
	const given = text(value);
	if (!given.ok) return given;
	const { length } = given.value;
	if (/^[A-Za-z0-9]+$/.test(given.value) && length <= CALLBACK_ID_MAX) return given;
	const rule = `Use letters from A to Z and digits only, at most ${CALLBACK_ID_MAX}, e.g. ORDER1001.`;
	if (/^[A-Za-z0-9-]+$/.test(given.value) && given.value.includes('-')) {
		return problem(
			`has hyphens, which PayTR does not take: ${shown(given.value)}`,
			`Take the hyphens out, e.g. of a UUID with .replaceAll('-', ''). ${rule}`,
		);
	}
	return length > CALLBACK_ID_MAX
		? problem(`has ${length} characters: ${shown(given.value)}`, rule)
		: problem(`is not made of letters from A to Z and digits: ${shown(given.value)}`, rule);
}

/**
 * PayTR's expiry_date, `YYYY-MM-DD HH:MM:SS`. The time zone isn't documented, so Istanbul's is
 * assumed.
 */
export function expiryDate(value: unknown): Parsed {
	const end = lastMoment(value);
	return end.ok ? ok(end.value.toFormat('yyyy-MM-dd HH:mm:ss')) : end;
}
