import type { Fields } from '../types';

/** `dd-mm-yyyy` in Turkey, which is at UTC+3 all year. */
export function turkishDate(date: Date): string {
	const [year, month, day] = new Date(date.getTime() + 3 * 3_600_000)
		.toISOString()
		.slice(0, 10)
		.split('-');
	return `${day}-${month}-${year}`;
}

/** `HH:MM:SS` in Turkey. */
export const turkishTime = (date: Date): string =>
	new Date(date.getTime() + 3 * 3_600_000).toISOString().slice(11, 19);

/** The price of every payment item. In Payfull's panel each item has its own price. */
export const PANEL_ITEM_PRICE = '100.00';

/** Amount × quantity, in minor units. */
export function totalMinor(fields: Fields): number {
	const amount = fields.predefined_payment === '1' ? PANEL_ITEM_PRICE : fields.payment_free_amount;
	return Math.round(Number(amount) * 100) * Number(fields.quantity);
}

/**
 * Replaces the documented tags. [LINK] is documented only for SMS texts, so an e-mail keeps it
 * unchanged. According to the document, both [PRDATE] and [PRNAME] are the time of sending.
 */
export function fillTags(text: string, fields: Fields, channel: 'sms' | 'email', link: string) {
	const name = [fields.recipient_first_name, fields.recipient_last_name].filter(Boolean).join(' ');
	const today = turkishDate(new Date());
	const values: Record<string, string> = {
		'[email or name-surname]': name || fields.recipient_email,
		'[PRDATE]': today,
		'[PRNAME]': today,
		'[TOTAL]': `${(totalMinor(fields) / 100).toFixed(2)} ${fields.currency}`,
		'[LASTPAYMENTDATE]': fields.end_date,
		...(channel === 'sms' ? { '[LINK]': link } : {}),
	};
	return text.replace(/\[[^[\]]+\]/g, (tag) => values[tag] ?? tag);
}
