import { problem, shown, type Parsed, type Problem } from '../shared/values/problem';
import { TAGS } from './constants';

/** Problems of payment requests that nodes/shared/values/problems.ts doesn't contain. */

export const notAnIpAddress = (value: string): Parsed<never> =>
	problem(
		`is not an IP address: ${shown(value)}`,
		'Use an address such as 203.0.113.10, or leave it empty to use the one of the credential.',
	);

export const textWithoutLink = (text: string): Parsed<never> =>
	problem(
		`has no ${TAGS.link} and no address to pay at: ${shown(text)}`,
		`Write ${TAGS.link} where the link to the payment page belongs.`,
	);

/** @param last, first days as dd-mm-yyyy */
export const endDayBeforeStart = (last: string, first: string): Problem => ({
	message: `is before 'Start Date': ${last} is before ${first}`,
	fix: 'Choose the same day or a later one.',
});

export const startInThePast = (first: string): Problem => ({
	message: `is in the past, and a recurring request would begin at once: ${first}`,
	fix: 'Choose today or a later day, or leave it empty for today.',
});
