import { ok } from '../shared/result';
import { problem, shown, type Parsed } from '../shared/values/problem';
import { requiredText } from '../shared/values/text';

const FIX = 'Use the ID, e.g. NB2Zlz3, or the whole link, e.g. https://www.paytr.com/link/NB2Zlz3.';

/**
 * The ID of a PayTR link, from the ID or the whole link. PayTR's documents call it an integer; it
 * is an opaque, case-sensitive text, the last part of the link's address.
 */
export function linkId(value: unknown): Parsed {
	const given = requiredText(value);
	if (!given.ok) return given;
	const text = given.value.replace(/\p{Cf}/gu, '');
	const id = text.includes('/') ? /\/link\/([^/?#]+)\/?(?:[?#].*)?$/.exec(text)?.[1] : text;
	if (id && /^[A-Za-z0-9_-]{1,64}$/.test(id)) return ok(id);
	return problem(`is not a PayTR link: ${shown(value)}`, FIX);
}

/** One or several IDs or links, separated by commas, semicolons, spaces or new lines. */
export function linkIds(value: unknown): Parsed<string[]> {
	const given = Array.isArray(value) ? ok(value.map(String).join(',')) : requiredText(value);
	if (!given.ok) return given;
	const ids: string[] = [];
	for (const part of given.value.split(/[\s,;]+/).filter(Boolean)) {
		const id = linkId(part);
		if (!id.ok) return id;
		if (!ids.includes(id.value)) ids.push(id.value);
	}
	return ids.length ? ok(ids) : problem('is empty', FIX);
}
