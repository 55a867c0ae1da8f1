import { ok } from '../result';
import { notListed } from './problems';
import type { Parsed } from './problem';
import { requiredText } from './text';

const FORM = /^(%?)\s*(\d{1,3})(?:[.,](\d{1,4}))?\s*(%?)$/;

/**
 * The percentage in "20", "20,00", "%20", "20 %" and 0.2, as a whole number. A cell formatted as
 * percent contains 0.2.
 */
function rateOf(text: string): string | undefined {
	const [, before, whole, decimals = '', after] = FORM.exec(text) ?? [];
	if (whole === undefined) return undefined;
	if (/^0*$/.test(decimals)) return String(Number(whole));
	const isCell = before === '' && after === '' && Number(whole) === 0;
	const [, hundredths] = /^(\d{1,2})0*$/.exec(decimals) ?? [];
	return isCell && hundredths ? String(Number(hundredths.padEnd(2, '0'))) : undefined;
}

/** One of the listed rates in percent, as digits. */
export function percent(...rates: string[]) {
	return (value: unknown): Parsed => {
		const given = requiredText(value);
		if (!given.ok) return given;
		const read = rateOf(given.value);
		const rate = rates.find((one) => one === read);
		return rate === undefined ? notListed(given.value, rates) : ok(rate);
	};
}
