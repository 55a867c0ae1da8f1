/** Seconds; Payfull's official clients wait 60 to 120. */
export const TIMEOUT_SECONDS = 60;

/** Payfull's PHP client refuses titles of 50 bytes and more; the server's own limit isn't known. */
export const TITLE_MAX_BYTES = 49;

/** Payfull's VAT rates (the document) and Turkey's of today, in percent. */
export const VAT_RATES = ['0', '1', '8', '10', '18', '20'] as const;

/** The names of the tags, as Payfull's document writes them. */
export const TAG_NAMES = [
	'LINK',
	'TOTAL',
	'LASTPAYMENTDATE',
	'PRDATE',
	'PRNAME',
	'email or name-surname',
] as const;

/** Replaced by Payfull in the texts of a payment request (the document's lists of tags). */
export const TAGS = {
	link: '[LINK]',
	all: '[email or name-surname], [PRDATE] (creation date), [PRNAME] (sending date), [TOTAL] (amount), [LASTPAYMENTDATE] (end date)',
} as const;
