import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Context, Verdict } from '../service';
import type { Fields } from '../types';
import { fieldReason, refusal } from './refusals';
import { firstBroken, isAlphanumeric, isCount, type Rule } from './rules';

const IBAN = /^TR\d{24}$/;

const TRANS_ID: Rule = [(value) => isAlphanumeric(value, 60), 'at most 60 letters and digits'];
const MINOR: Rule = [isCount, 'a whole number: the amount × 100'];

function wrongField(service: string, fields: Fields, field: string, rule: string): Verdict {
	return refusal(service, fields, fieldReason(service, field), { detail: `${field}: ${rule}` });
}

/** Accepts each trans_id once. This is PayTR's only documented protection against sending twice. */
function takeTransId(service: string, fields: Fields, context: Context, code: string) {
	const { transIds } = context.store;
	if (transIds.has(fields.trans_id)) {
		return refusal(service, fields, 'Bu trans_id daha once kullanilmis', {
			code,
			detail: `trans_id ${fields.trans_id} was used before (the words are the sandbox's)`,
		});
	}
	transIds.add(fields.trans_id);
	context.store.changed();
	return undefined;
}

/**
 * Platform transfer. Unlike PayTR, the sandbox accepts it on the day of payment and for any order.
 */
export function platformTransfer(service: string, fields: Fields, context: Context): Verdict {
	const broken = firstBroken(fields, {
		trans_id: TRANS_ID,
		submerchant_amount: MINOR,
		total_amount: MINOR,
		transfer_iban: [(value) => IBAN.test(value), 'TR and 24 digits, without blanks'],
	});
	if (broken) return wrongField(service, fields, broken.field, broken.rule);
	const total = Number(fields.total_amount);
	const submerchant = Number(fields.submerchant_amount);
	if (submerchant > total) {
		return wrongField(service, fields, 'submerchant_amount', 'not above total_amount');
	}
	const used = takeTransId(service, fields, context, '009');
	if (used) return used;
	return {
		accepted: true,
		answer: {
			status: 'success',
			merchant_amount: String(total - submerchant),
			submerchant_amount: fields.submerchant_amount,
			trans_id: fields.trans_id,
			reference: randomBytes(6).toString('hex').toUpperCase(),
		},
		note: 'PayTR transfers nothing on the day of payment; the sandbox does',
	};
}

const entries = z
	.array(
		z.object({
			amount: z.coerce.number().int().min(1),
			receiver: z.string().min(1),
			iban: z.string().regex(IBAN),
		}),
	)
	.min(1);

function parseEntries(text: string) {
	try {
		return entries.safeParse(JSON.parse(text)).data;
	} catch {
		return undefined;
	}
}

/**
 * Forwards returned transfers (hesaptan-gonder). The document requires two entries, but PayTR's
 * samples send one.
 */
export function sendFromAccount(service: string, fields: Fields, context: Context): Verdict {
	const broken = firstBroken(fields, { trans_id: TRANS_ID });
	if (broken) return wrongField(service, fields, broken.field, broken.rule);
	const list = parseEntries(fields.trans_info ?? '');
	if (!list) {
		const rule = 'JSON, a list of { amount × 100, receiver, iban }';
		return wrongField(service, fields, 'trans_info', rule);
	}
	if (list.length > 2000) {
		return refusal(service, fields, fieldReason(service, 'trans_info'), {
			code: '205',
			detail: `trans_info has ${list.length} entries, at most 2000 are taken`,
		});
	}
	const used = takeTransId(service, fields, context, '203');
	return used ?? { accepted: true, answer: { status: 'success', trans_id: fields.trans_id } };
}
