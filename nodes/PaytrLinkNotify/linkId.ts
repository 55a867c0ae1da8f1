import { isLoopback } from '../../credentials/signing/target';
import { ok } from '../shared/result';
import { problem, shown, type Parsed } from '../shared/values/problem';
import { isNothing, requiredText } from '../shared/values/text';

const FIX = 'Use the ID, e.g. NB2Zlz3, or the whole link, e.g. https://www.paytr.com/link/NB2Zlz3.';

/** PayTR's documents call the ID an integer, but it is a case-sensitive text. */
const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

const PAYTR_HOSTS = ['www.paytr.com', 'paytr.com'];

const SEPARATORS = /[\s,;]+/;

/** The maximum number of characters of a list. It has room for far more than a thousand links. */
const LONGEST_LIST = 100_000;

/** Whether the link's host is PayTR's or the credential's. All names of this machine are equal. */
function isOwnHost(link: URL, own: URL | undefined): boolean {
	if (!link.port && PAYTR_HOSTS.includes(link.hostname)) return true;
	if (!own || link.port !== own.port) return false;
	return link.hostname === own.hostname || (isLoopback(link.hostname) && isLoopback(own.hostname));
}

function parseAddress(text: string): URL | undefined {
	try {
		return new URL(/^https?:\/\//i.test(text) ? text : `https://${text}`);
	} catch {
		return undefined;
	}
}

/** The ID in a full link: the last part of its path. */
function idOfLink(text: string, own: URL | undefined): Parsed {
	const link = parseAddress(text);
	const id = /^\/link\/([^/]+)\/?$/.exec(link?.pathname ?? '')?.[1];
	if (!link || !id || !ID.test(id) || link.username || link.password) {
		return problem(`is not a PayTR link: ${shown(text)}`, FIX);
	}
	if (isOwnHost(link, own)) return ok(id);
	return problem(`is a link of ${link.host}, not of PayTR: ${shown(text)}`, FIX);
}

function idOf(given: string, own: URL | undefined): Parsed {
	const text = given.replace(/\p{Cf}/gu, '').trim();
	const isLink = text.includes('/');
	if ((isLink ? /\s/ : SEPARATORS).test(text) || text.split('/link/').length > 2) {
		return problem(`is not one PayTR link alone: ${shown(text)}`, FIX);
	}
	if (isLink) return idOfLink(text, own);
	return ID.test(text) && !isNothing(text)
		? ok(text)
		: problem(`is not a PayTR link: ${shown(text)}`, FIX);
}

/**
 * Reads the ID of one PayTR link from an ID or a full link. The value must contain nothing else.
 * The link's host must be PayTR's or the credential's.
 */
export function linkId(own?: URL) {
	return (value: unknown): Parsed => {
		const given = requiredText(value);
		return given.ok ? idOf(given.value, own) : given;
	};
}

/**
 * Reads several IDs or links from a list, or from a text with commas, semicolons, spaces or line
 * breaks.
 */
export function linkIds(own?: URL) {
	return (value: unknown): Parsed<string[]> => {
		const text = Array.isArray(value) ? value.join(',') : String(value ?? '');
		if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
			return problem(`holds an object: ${shown(value)}`, FIX);
		}
		if (text.length > LONGEST_LIST) {
			return problem(`has ${text.length} characters`, `Use at most ${LONGEST_LIST} at a time.`);
		}
		const ids = new Set<string>();
		for (const part of text.split(SEPARATORS).filter(Boolean)) {
			const id = idOf(part, own);
			if (!id.ok) return id;
			ids.add(id.value);
		}
		return ids.size ? ok([...ids]) : problem('is empty', FIX);
	};
}
