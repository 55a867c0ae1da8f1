import { UnsignableRequest } from './form';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

/** Whether a host name is this machine's own. */
export const isLoopback = (hostname: string) => LOOPBACK.test(hostname);

function parse(address: string, base?: URL): URL | undefined {
	try {
		return new URL(address, base);
	} catch {
		return undefined;
	}
}

/** An address as a message shows it: without the user name and password that it may hold. */
const shown = (address: string) => `"${address.replace(/^([a-z]+:\/\/)?.*@/i, '$1…@')}"`;

/**
 * The credential's own address, checked: https, or http on this machine only.
 * @throws UnsignableRequest that names the credential's field by its label
 */
export function ownAddress(value: unknown, label: string, example: string): URL {
	const text = String(value ?? '').trim();
	const url = parse(text);
	if (!url || !/^https?:$/.test(url.protocol)) {
		throw new UnsignableRequest(
			`'${label}' in the credential is not a web address: ${shown(text)}`,
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
			`'${label}' in the credential must begin with https: ${shown(text)}`,
			'Signed requests are sent unencrypted to this machine only (localhost, 127.0.0.1).',
		);
	}
	url.pathname = url.pathname.replace(/\/+$/, '');
	url.search = '';
	url.hash = '';
	return url;
}

/**
 * Where a request goes: a path is taken below the credential's own address, a whole address must
 * be below it.
 * @throws UnsignableRequest for another host or path, so that a signature never reaches others
 */
export function requestTarget(requested: string, own: URL, label: string): URL {
	const relative = !/^[a-z][a-z\d+.-]*:/i.test(requested) && !requested.startsWith('//');
	const prefix = own.pathname.replace(/\/$/, '');
	const base = `${own.origin}${prefix}`;
	const target = relative
		? parse(requested ? `${base}/${requested.replace(/^\/+/, '')}` : base)
		: parse(requested, own);
	if (target?.origin !== own.origin || !`${target.pathname}/`.startsWith(`${prefix}/`)) {
		const other = target ? `${target.host}${target.pathname}` : requested;
		throw new UnsignableRequest(
			`This credential signs for ${own.host}${prefix} only, not for ${shown(other)}`,
			`Send the request to ${base}, or change '${label}' in the credential.`,
		);
	}
	return target;
}
