/** The longest text of a provider that is shown, in UTF-16 units. */
const LIMIT = 300;

const HIDDEN = '[hidden]';

/** + / = as they may come back from a provider that echoes a form: percent, JSON or HTML escapes. */
const ESCAPED = String.raw`%2[bf]|%3d|\\{1,8}(?:\/|u00(?:2[bf]|3d))|&#x?[\da-f]{2};`;

/** 43 or more characters of base64 or hex: PayTR's token has 44, Payfull's hash 64. */
const SIGNATURE = new RegExp(String.raw`(?:[\w+/-]|${ESCAPED}){43,}=?`, 'gi');

/** Line breaks, tabs and blanks become one blank; marks that can't be seen go. */
const oneLine = (text: string) =>
	text
		.replace(/\p{Cf}+/gu, '')
		.replace(/[\s\p{Cc}]+/gu, ' ')
		.trim();

/** A list of words is joined; anything else with structure is shown as JSON. */
function asText(value: unknown): string {
	if (value === null) return '';
	if (typeof value === 'string') return value;
	if (Array.isArray(value) && value.every((entry) => typeof entry !== 'object')) {
		return value.join(', ');
	}
	try {
		return JSON.stringify(value) ?? ''; // Nothing was said.
	} catch {
		return ''; // Nested so deep that it can't be shown.
	}
}

/** The spellings that a secret may come back in. */
const spellings = (secret: string) => [
	secret,
	JSON.stringify(secret).slice(1, -1),
	encodeURIComponent(secret.replace(/[\uD800-\uDFFF]/g, '')),
	new URLSearchParams([['', secret]]).toString().slice(1),
];

function withoutSecrets(text: string, secrets: readonly string[]): string {
	const known = secrets
		.flatMap((secret) => [secret.trim(), oneLine(secret)])
		.flatMap(spellings)
		.filter((secret) => secret !== '')
		.sort((a, b) => b.length - a.length)
		.map((secret) => secret.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
	const hidden = known.length ? text.replace(new RegExp(known.join('|'), 'giu'), HIDDEN) : text;
	return hidden.replace(SIGNATURE, HIDDEN);
}

/** At most LIMIT units, not cut within a character. */
function shortened(text: string): string {
	if (text.length <= LIMIT) return text;
	return `${text.slice(0, LIMIT - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Too short for a signature, and on one line: nothing in it to hide or to change. */
const PLAIN = /^[!-~]{1,42}$/;

/**
 * What a provider said, fit to be shown, stored and logged: JSON of any kind as text on one line, at
 * most 300 characters, with the given secrets and whatever looks like a signature blanked. Empty
 * where nothing was said.
 */
export function providerWords(value: unknown, secrets: readonly string[] = []): string {
	// Reports have a hundred thousand of these.
	if (secrets.length === 0 && typeof value === 'string' && PLAIN.test(value)) return value;
	return shortened(withoutSecrets(oneLine(asText(value)), secrets));
}
