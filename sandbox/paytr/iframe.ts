/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { z } from 'zod';
import type { Context, Verdict } from '../service';
import type { Fields } from '../types';
import { fieldReason, refusal } from './refusals';
import { firstBroken, isAlphanumeric, isBetween, isEmail, oneOf, type Rule } from './rules';

const basketSchema = z.array(z.array(z.unknown()).min(3)).min(1);

function isBasket(value: string): boolean {
	try {
		const text = Buffer.from(value, 'base64').toString();
		return basketSchema.safeParse(JSON.parse(text)).success;
	} catch {
		return false;
	}
}

const RULES: Record<string, Rule> = {
	user_ip: [(value) => isIP(value) > 0 && value.length <= 39, 'an IP address'],
	merchant_oid: [(value) => isAlphanumeric(value, 64), 'at most 64 letters and digits'],
	email: [isEmail, 'an e-mail address of at most 100 characters'],
	payment_amount: [(value) => /^\d{1,10}$/.test(value), 'a whole number: the amount × 100'],
	user_basket: [isBasket, 'base64 of JSON: a list of [name, price, quantity]'],
	no_installment: oneOf('0', '1'),
	max_installment: [(value) => isBetween(value, 0, 12), '0 to 12'],
	currency: oneOf('', 'TL', 'TRY', 'EUR', 'USD', 'GBP', 'RUB'),
	test_mode: oneOf('', '0', '1'),
	payment_type: oneOf('', 'card', 'eft'),
	timeout_limit: [(value) => value === '' || /^[1-9]\d{0,3}$/.test(value), 'minutes'],
};

/**
 * Creates a token for an iFrame, for a card or an EFT. It starts an order that nobody pays in the
 * sandbox.
 */
export function getToken(service: string, fields: Fields, context: Context): Verdict {
	const broken = firstBroken(fields, RULES);
	if (broken) {
		return refusal(service, fields, fieldReason(service, broken.field), {
			detail: `${broken.field}: ${broken.rule}`,
		});
	}
	const amount = Number(fields.payment_amount);
	if (amount < 100) {
		return refusal(
			service,
			fields,
			`payment_amount değeri en az 100 olmalıdır. gönderilen:${amount}`,
		);
	}
	context.store.orders.add(fields.merchant_oid);
	context.store.changed();
	return {
		accepted: true,
		answer: { status: 'success', token: randomBytes(32).toString('hex') },
		note: 'the sandbox has no iFrame page for this token',
	};
}
