import { ok } from '../result';
import { characters, folded, withoutInvisible } from './characters';
import {
	notAnEmail,
	phoneInsteadOfEmail,
	turkishDomain,
	turkishLetters,
	wrongLength,
} from './problems';
import type { Parsed } from './problem';
import { withoutFormula } from './spreadsheet';
import { requiredText } from './text';

/** Letters of any script, and the characters that RFC 5322 allows without quotes. */
const LOCAL = /^[\p{L}\p{M}\p{N}!#$%&*+/=?^_`{|}~.'-]+$/u;

/** Letters, digits and hyphens, without a hyphen at either end. */
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u;

const LONGEST_DOMAIN = 253;

const isDotted = (part: string) => !/^\.|\.\.|\.$/.test(part);

/** Rejects a quotation mark or a list's dash at the ends, which are typing mistakes. */
const isLocal = (local: string) => LOCAL.test(local) && isDotted(local) && !/^['-]|'$/.test(local);

const isDomain = (domain: string) => {
	const labels = domain.split('.');
	const last = labels[labels.length - 1];
	return (
		domain.length <= LONGEST_DOMAIN &&
		labels.length > 1 &&
		labels.every((label) => LABEL.test(label)) &&
		/\p{L}/u.test(last) &&
		last.length > 1
	);
};

/**
 * Converts a domain with other letters to the form that mail systems use, for example
 * xn--rnek-4qa.com.tr.
 */
function punycode(domain: string): string | undefined {
	if (/^[\x21-\x7e]+$/.test(domain)) return domain;
	const address = `http://${domain}/`;
	const ascii = URL.canParse(address) ? new URL(address).hostname : '';
	return isDomain(ascii) ? ascii : undefined;
}

const TURKISH = /[çğıöşüÇĞİÖŞÜ]|i\u0307/;

const ASCII: Readonly<Record<string, string>> = { ç: 'c', ğ: 'g', ö: 'o', ş: 's', ü: 'u' };

/** The likely local part (before the @). Mail services allow no Turkish letters in it. */
const likelyLocal = (local: string): string =>
	TURKISH.test(local) ? folded(local).replace(/[çğöşü]/g, (letter) => ASCII[letter]) : local;

/** Digits only, as in a phone column. */
const isPhoneLike = (given: string) => /^\+?[\d\s().-]{7,25}$/.test(given);

/**
 * One e-mail address of at most `max` characters. The local part stays as typed, and is rejected if
 * it contains Turkish letters. A domain with non-ASCII letters becomes punycode. İ and ı in a
 * domain come from a Turkish keyboard (GMAİL.COM). They are rejected, and the message suggests the
 * likely address.
 */
export function email(max = 254) {
	return (value: unknown): Parsed => {
		const given = requiredText(value);
		if (!given.ok) return given;
		const address = withoutFormula(withoutInvisible(given.value)).replace(/^mailto:/i, '');
		const [local, domain, ...more] = address.split('@');
		if (domain === undefined || more.length || !isLocal(local) || !isDomain(domain)) {
			return isPhoneLike(address) ? phoneInsteadOfEmail(notAnEmail(value)) : notAnEmail(value);
		}
		if (/[İı]|i\u0307/.test(domain))
			return turkishDomain(value, `${likelyLocal(local)}@${folded(domain)}`);
		if (TURKISH.test(local)) {
			return turkishLetters(value, `${likelyLocal(local)}@${domain.toLowerCase()}`);
		}
		const ascii = punycode(domain);
		if (ascii === undefined) return notAnEmail(value);
		const sent = `${local}@${ascii}`;
		const length = characters(sent);
		return length > max ? wrongLength(length, 1, max, sent) : ok(sent);
	};
}
