/** Timeout in seconds. Payfull's official clients wait 60 to 120 seconds. */
export const TIMEOUT_SECONDS = 60;

/** Payfull's PHP client rejects titles of 50 bytes and more. The server's own limit isn't known. */
export const TITLE_MAX_BYTES = 49;

/** The VAT rates of Payfull's document and Turkey's current rates, in percent. */
export const VAT_RATES = ['0', '1', '8', '10', '18', '20'] as const;

/** The names of the tags in the spelling of Payfull's document. */
export const TAG_NAMES = [
	'LINK',
	'TOTAL',
	'LASTPAYMENTDATE',
	'PRDATE',
	'PRNAME',
	'email or name-surname',
] as const;

/** The tags that Payfull replaces in a payment request's texts, according to Payfull's document. */
export const TAGS = {
	link: '[LINK]',
	all: '[email or name-surname], [PRDATE] (creation date), [PRNAME] (sending date), [TOTAL] (amount), [LASTPAYMENTDATE] (end date)',
} as const;
