/** Seconds; Payfull's official clients wait 60 to 120. */
export const TIMEOUT_SECONDS = 60;

/** Payfull's PHP client refuses titles of 50 bytes and more; the server's own limit isn't known. */
export const TITLE_MAX_BYTES = 49;

/** Replaced by Payfull in the texts of a payment request (the document's lists of tags). */
export const TAGS = {
	link: '[LINK]',
	all: '[email or name-surname], [PRDATE] (creation date), [PRNAME] (sending date), [TOTAL] (amount), [LASTPAYMENTDATE] (end date)',
} as const;
