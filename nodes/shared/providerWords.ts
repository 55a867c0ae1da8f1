/** The maximum length of a provider's text in UTF-16 units. */
const LIMIT = 300;

const HIDDEN = '[hidden]';

/** The characters + / = as a provider may echo them in a form: as percent, JSON or HTML escapes. */
const ESCAPED = String.raw`%2[bf]|%3d|\\{1,8}(?:\/|u00(?:2[bf]|3d))|&#x?[\da-f]{2};`;

/** 43 or more characters of base64 or hex: PayTR's token has 44, Payfull's hash 64. */
const SIGNATURE = new RegExp(String.raw`(?:[\w+/-]|${ESCAPED}){43,}=?`, 'gi');

/** Turns line breaks, tabs and spaces into one space, and removes invisible characters. */
const oneLine = (text: string) =>
	text
		.replace(/\p{Cf}+/gu, '')
		.replace(/[\s\p{Cc}]+/gu, ' ')
		.trim();

/** Joins a list of words. Other structured values are shown as JSON. */
function asText(value: unknown): string {
	if (value === null) return '';
	if (typeof value === 'string') return value;
	if (Array.isArray(value) && value.every((entry) => typeof entry !== 'object')) {
		return value.join(', ');
	}
	try {
		return JSON.stringify(value) ?? ''; // The value has no text.
	} catch {
		return ''; // Nested too deeply to be shown.
	}
}

/** The encodings in which a response may contain a secret. */
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

/** At most LIMIT units, without cutting a character in half. */
function shortened(text: string): string {
	if (text.length <= LIMIT) return text;
	return `${text.slice(0, LIMIT - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** A single line that is too short for a signature. It needs no cleaning. */
const PLAIN = /^[!-~]{1,42}$/;

/** Whether a text can be shown as it is. */
export const isPlain = (text: string): boolean => PLAIN.test(text);

/**
 * A provider's text, made safe to show, store and log. JSON of any kind becomes text on one line
 * with at most 300 characters. The given secrets and everything that looks like a signature are
 * masked. Empty if there is no text.
 */
export function providerWords(value: unknown, secrets: readonly string[] = []): string {
	// Reports contain up to a hundred thousand such texts.
	if (secrets.length === 0 && typeof value === 'string' && isPlain(value)) return value;
	return shortened(withoutSecrets(oneLine(asText(value)), secrets));
}
