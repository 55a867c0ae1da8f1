import { ok } from '../result';
import { folded } from './characters';
import { notListed } from './problems';
import type { Parsed } from './problem';
import { requiredText } from './text';

/** Signs and words for a currency, in the form of `folded`. */
const MARKS: Readonly<Record<string, readonly string[]>> = {
	TRY: ['try', 'tl', '₺', 'lira', 'türk lirasi', 'turk lirasi', 'turkish lira'],
	USD: ['usd', '$', 'us$', 'dolar', 'dollar', 'dollars', 'us dollar', 'amerikan dolari'],
	EUR: ['eur', '€', 'euro', 'euros', 'avro'],
	GBP: ['gbp', '£', 'pound', 'pounds', 'sterlin', 'british pound', 'ingiliz sterlini'],
	RUB: ['rub', '₽', 'ruble', 'rubles', 'rus rublesi', 'russian ruble'],
};

const BY_MARK = new Map(
	Object.entries(MARKS).flatMap(([code, marks]) => marks.map((mark) => [mark, code] as const)),
);

/** The ISO code of a currency sign or word. TL is TRY. */
export const currencyOf = (mark: string): string | undefined => BY_MARK.get(folded(mark));

/**
 * Accepts one of a provider's currencies by code, sign or name, and returns the provider's
 * spelling. PayTR calls the lira TL, and Payfull TRY. Both spellings are accepted for both
 * providers.
 */
export function currency(...codes: string[]) {
	const own = new Map(codes.map((code) => [currencyOf(code), code]));
	return (value: unknown): Parsed => {
		const given = requiredText(value);
		if (!given.ok) return given;
		const code = currencyOf(given.value);
		const found = code && own.get(code);
		return found ? ok(found) : notListed(given.value, codes);
	};
}
