import { problem, shown, type Parsed, type Problem } from '../shared/values/problem';
import { TAGS, TITLE_MAX_BYTES } from './constants';

/** What is said about the values of a payment request, beside nodes/shared/values/problems.ts. */

export const isNoIp = (value: string): Parsed<never> =>
	problem(
		`is not an IP address: ${shown(value)}`,
		'Use an address such as 203.0.113.10, or leave it empty to use the one of the credential.',
	);

export const hasNoLink = (text: string): Parsed<never> =>
	problem(
		`has no ${TAGS.link} and no address to pay at: ${shown(text)}`,
		`Write ${TAGS.link} where the link to the payment page belongs.`,
	);

/** @param last, first days as dd-mm-yyyy */
export const endsBeforeStart = (last: string, first: string): Problem => ({
	message: `is before 'Start Date': ${last} is before ${first}`,
	fix: 'Choose the same day or a later one.',
});

export const beginsInThePast = (first: string): Problem => ({
	message: `is in the past, and a recurring request would begin at once: ${first}`,
	fix: 'Choose today or a later day, or leave it empty for today.',
});

/** Remarks that don't keep a request from being sent. */
export const REMARKS = {
	phoneLeftOut: "'Phone' could not be read and was left out: the request went by e-mail alone.",
	perhapsNoEffect:
		'Payfull answers success also when the day of the sale has ended and the cancellation has no effect. Check it in the Payfull panel, or refund instead.',
	longTitle: `A title is longer than ${TITLE_MAX_BYTES} bytes, which Payfull's own client refuses.`,
} as const;
