import { isLoopback } from '../../credentials/signing/target';
import { ok } from '../shared/result';
import { moment } from '../shared/values/date';
import { problem, shown, type Parsed } from '../shared/values/problem';
import { oneOf, text } from '../shared/values/text';

const CALLBACK_LINK_MAX = 400;

const CALLBACK_ID_MAX = 64;

/** PayTR's currencies, in any case. TRY, as everyone else calls it, is taken for TL. */
export function currency(value: unknown): Parsed {
	const given = text(value);
	if (!given.ok) return given;
	const code = given.value.toUpperCase();
	return oneOf('TL', 'EUR', 'USD', 'GBP', 'RUB')(code === 'TRY' ? 'TL' : code);
}

/** A field that may be left empty, and is checked where it isn't. */
export function optional(parse: (value: unknown) => Parsed) {
	return (value: unknown): Parsed => {
		const given = text(value);
		return given.ok && given.value === '' ? given : parse(value);
	};
}

function linkProblem(address: string, sandbox: boolean): string | undefined {
	if (!URL.canParse(address)) return 'is not a web address';
	const url = new URL(address);
	if (!/^https?:$/.test(url.protocol)) return 'must begin with http:// or https://';
	if (sandbox && isLoopback(url.hostname)) return undefined;
	if (isLoopback(url.hostname)) return 'is on this machine (localhost), which PayTR cannot reach';
	// URL drops a default port, which PayTR's rule still forbids to write.
	if (url.port || /^https?:\/\/[^/?#]*:\d/i.test(address)) return 'has a port, which PayTR refuses';
	return undefined;
}

/**
 * PayTR's callback_link: http(s), no localhost, no port, at most 400 characters. The sandbox may
 * call back an n8n on its own machine.
 */
export function callbackLink(sandbox: boolean) {
	return (value: unknown): Parsed => {
		const given = text(value);
		if (!given.ok) return given;
		const wrong =
			linkProblem(given.value, sandbox) ??
			(given.value.length > CALLBACK_LINK_MAX
				? `has more than ${CALLBACK_LINK_MAX} characters`
				: undefined);
		if (!wrong) return given;
		return problem(
			`${wrong}: ${shown(given.value)}`,
			'Use the public production URL of the PayTR Link Trigger, e.g. https://n8n.example.com/webhook/….',
		);
	};
}

/** PayTR's callback_id: alphanumeric, at most 64 characters. */
export function callbackId(value: unknown): Parsed {
	const given = text(value);
	if (!given.ok) return given;
	const { length } = given.value;
	const wrong = !/^[A-Za-z0-9]+$/.test(given.value)
		? 'is not made of letters from A to Z and digits'
		: length > CALLBACK_ID_MAX && `has ${length} characters`;
	if (!wrong) return given;
	return problem(
		`${wrong}: ${shown(given.value)}`,
		`Use letters from A to Z and digits only, at most ${CALLBACK_ID_MAX}, e.g. ORDER1001.`,
	);
}

/**
 * PayTR's expiry_date, `YYYY-MM-DD HH:MM:SS`. The time zone isn't documented; Istanbul's is assumed.
 */
export function expiryDate(timezone: string) {
	return (value: unknown): Parsed => {
		const end = moment(value, timezone);
		if (!end.ok) return end;
		if (end.value.toMillis() <= Date.now()) {
			return problem(`is in the past: ${shown(value)}`, 'Choose a later date.');
		}
		return ok(end.value.setZone('Europe/Istanbul').toFormat('yyyy-MM-dd HH:mm:ss'));
	};
}
