import type { SignableRequest } from './form';
import { shown, UnsignableRequest } from './refusal';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

/** The maximum number of characters of an address. */
const LIMIT = 2_000;

/** Whether a host name stands for this machine. */
export const isLoopback = (hostname: string) => LOOPBACK.test(hostname);

function parse(address: string, base?: URL): URL | undefined {
	try {
		return new URL(address, base);
	} catch {
		return undefined;
	}
}

/** An address for an error message, without its user name and password. */
const shownAddress = (address: string) =>
	shown(address.slice(0, LIMIT).replace(/^([a-z]+:\/\/)?.*@/is, '$1…@'));

/** A loop, because a pattern for trailing slashes takes quadratic time. */
export function withoutTrailingSlashes(path: string): string {
	let end = path.length;
	while (path[end - 1] === '/') end--;
	return path.slice(0, end);
}

/** The last checked address. A batch has only one. */
let last: { value: unknown; url: URL } | undefined;

/**
 * The credential's checked address: https, or http on this machine only.
 * @throws UnsignableRequest that names the credential's field by its label
 */
export function ownAddress(value: unknown, label: string, example: string): Readonly<URL> {
	if (last && last.value === value) return last.url;
	const text = String(value ?? '').trim();
	const url = text.length > LIMIT ? undefined : parse(text);
	if (!url || !['http:', 'https:'].includes(url.protocol)) {
		throw new UnsignableRequest(
			`'${label}' in the credential is not a web address: ${shownAddress(text)}`,
			`Enter the whole address, e.g. ${example}`,
		);
	}
	if (url.username || url.password) {
		throw new UnsignableRequest(
			`'${label}' in the credential holds a user name or a password`,
			`Enter the address alone, e.g. ${example}`,
		);
	}
	if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
		throw new UnsignableRequest(
			`'${label}' in the credential must begin with https: ${shownAddress(text)}`,
			'Signed requests are sent unencrypted to this machine only (localhost, 127.0.0.1).',
		);
	}
	url.pathname = withoutTrailingSlashes(url.pathname);
	url.search = '';
	url.hash = '';
	last = { value, url };
	return url;
}

/** The address of a request. n8n puts it into `url` or `uri`, and with pagination into both. */
function requestedAddress({ url, uri, baseURL }: SignableRequest): string {
	const named = [url, uri].filter((address) => address !== undefined && address !== null);
	const [address = ''] = named;
	if (typeof address !== 'string' || baseURL || named.some((other) => other !== address)) {
		throw new UnsignableRequest(
			'The request names more than one address, or none that is a text',
			"Give the whole address in 'URL' alone.",
		);
	}
	if (address.length > LIMIT) {
		throw new UnsignableRequest(
			`The address has ${address.length} characters`,
			`Use at most ${LIMIT}.`,
		);
	}
	if (/[\p{Cc}\p{Cf}\p{Z}\\]/u.test(address)) {
		throw new UnsignableRequest(
			`The address holds a blank, a backslash or a sign that can't be seen: ${shownAddress(address)}`,
			"Correct 'URL', or the expression that makes it.",
		);
	}
	return address;
}

/**
 * The address to which a request is sent. A path is relative to the credential's address. A full
 * address must be below the credential's address. Use only the returned URL, because only that URL
 * was checked.
 * @throws UnsignableRequest for another host or path, so that a signature reaches only the
 * provider, and for a query, which no signature covers
 */
export function requestTarget(request: SignableRequest, own: Readonly<URL>, label: string): URL {
	const requested = requestedAddress(request);
	const relative = !/^[a-z][a-z\d+.-]*:/i.test(requested) && !requested.startsWith('//');
	const prefix = withoutTrailingSlashes(own.pathname);
	const base = `${own.origin}${prefix}`;
	const target = relative
		? parse(requested ? `${base}/${requested.replace(/^\//, '')}` : base)
		: parse(requested, own);
	const isOwn =
		target?.origin === own.origin &&
		!target.username &&
		!target.password &&
		`${target.pathname}/`.startsWith(`${prefix}/`);
	if (!isOwn) {
		const other = target ? `${target.host}${target.pathname}` : requested;
		throw new UnsignableRequest(
			`This credential signs for ${own.host}${prefix} only, not for ${shownAddress(other)}`,
			`Send the request to ${base}, or change '${label}' in the credential.`,
		);
	}
	if (target.search || target.hash || Object.keys(request.qs ?? {}).length > 0) {
		throw new UnsignableRequest(
			'The request has query parameters, which no signature covers',
			'Send them as body parameters. With pagination, choose the parameter type Body.',
		);
	}
	return target;
}
