import { randomInt } from 'node:crypto';
import { toDataURL } from 'qrcode';
import type { Answers } from '../answers';
import { refusedTarget } from '../noticeTarget';
import { noticePolicy, type ResolvedOptions } from '../options';
import type { Context, Verdict } from '../service';
import type { Fields, JsonObject, LinkRecord } from '../types';
import { fieldReason, REASONS, refusal } from './refusals';
import {
	firstBroken,
	isAlphanumeric,
	isBetween,
	isCount,
	isDateTime,
	isEmail,
	isMajor,
	oneOf,
	type Broken,
	type Rule,
} from './rules';

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function makeId(): string {
	return Array.from({ length: 7 }, () => ALPHANUMERIC[randomInt(ALPHANUMERIC.length)]).join('');
}

const CREATE_RULES: Record<string, Rule> = {
	name: [(value) => [...value].length >= 4 && [...value].length <= 200, '4 to 200 characters'],
	price: [isCount, 'a whole number: the amount × 100'],
	currency: oneOf('TL', 'EUR', 'USD', 'GBP', 'RUB'),
	max_installment: [(value) => isBetween(value, 1, 12), '1 to 12'],
	link_type: oneOf('product', 'collection', 'flex'),
	lang: oneOf('tr', 'en'),
	min_count: [isCount, 'a whole number of at least 1'],
	email: [isEmail, 'an e-mail address of at most 100 characters'],
	flex_max_price: [isMajor, 'the largest amount'],
	max_count: [isCount, 'a whole number of at least 1'],
	pft: [(value) => isBetween(value, 2, 12), '2 to 12'],
	get_qr: oneOf('0', '1'),
	debug_on: oneOf('0', '1'),
	expiry_date: [isDateTime, 'YYYY-MM-DD HH:MM:SS'],
	callback_link: [(value) => value.length <= 400, 'at most 400 characters'],
	callback_id: [(value) => isAlphanumeric(value, 64), 'at most 64 letters and digits'],
};

/** The additional required field of each link_type. */
export const TYPE_FIELD: Record<string, string> = {
	product: 'min_count',
	collection: 'email',
	flex: 'flex_max_price',
};

/**
 * PayTR accepts http and https addresses without a port, except localhost. A sandbox on loopback
 * also accepts loopback addresses with ports, because an n8n on the same machine has no other
 * address. Addresses of internal networks are rejected. Otherwise anyone could make the sandbox
 * post to them.
 */
function brokenCallbackLink(value: string, options: ResolvedOptions): Broken | undefined {
	const broken = (rule: string) => ({ field: 'callback_link', rule });
	if (!URL.canParse(value)) return broken('a URL');
	const url = new URL(value);
	if (!/^https?:$/.test(url.protocol)) return broken('http or https');
	const policy = noticePolicy(options);
	const refused = refusedTarget(url, policy);
	if (refused !== undefined) return broken(refused);
	return policy.local || url.port === '' ? undefined : broken('without a port');
}

/** flex_max_price in minor units. Undefined if the text isn't valid in its unit. */
function flexMaximum({ flex_max_price = '' }: Fields, { flexMaxUnit }: Answers) {
	if (flexMaxUnit === 'major') return Math.round(Number(flex_max_price) * 100);
	return isCount(flex_max_price) ? Number(flex_max_price) : undefined;
}

function brokenCreate(fields: Fields, context: Context): Broken | undefined {
	const answers = context.answers();
	const given = firstBroken(fields, CREATE_RULES);
	if (given) return given;
	const { link_type, price, max_count, callback_link, callback_id } = fields;
	if (answers.lowestPrice === '1.00' && Number(price) < 100) {
		return { field: 'price', rule: 'at least 100 (1.00)' };
	}
	if (link_type === 'flex') {
		const maximum = flexMaximum(fields, answers);
		if (maximum === undefined) return { field: 'flex_max_price', rule: 'the amount × 100' };
		if (maximum < Number(price)) return { field: 'flex_max_price', rule: 'not below price' };
	}
	if (max_count !== undefined && link_type !== 'product') {
		return { field: 'max_count', rule: 'for link_type product only' };
	}
	if (callback_link !== undefined && callback_id === undefined) {
		return { field: 'callback_id', rule: 'needed with callback_link' };
	}
	if (callback_id !== undefined && callback_link === undefined) {
		return { field: 'callback_link', rule: 'needed with callback_id' };
	}
	return callback_link === undefined
		? undefined
		: brokenCallbackLink(callback_link, context.options);
}

const numberOrNull = (value: string | undefined) => (value === undefined ? null : Number(value));

/** Turkey has been at UTC+3 all year since 2016, so a fixed offset is correct. */
function expiresAt(expiry: string | undefined, { expiryZone }: Answers): string | null {
	if (expiry === undefined) return null;
	const offset = expiryZone === 'UTC' ? 'Z' : '+03:00';
	return new Date(`${expiry.replace(' ', 'T')}${offset}`).toISOString();
}

export function createLink(service: string, all: Fields, context: Context): Verdict {
	// PayTR's samples send empty strings for omitted fields. Empty strings matter only for the token.
	const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
	const fields: Fields = { currency: 'TL', lang: 'tr', ...given };
	const broken = brokenCreate(fields, context);
	if (broken) {
		return refusal(service, fields, fieldReason(service, broken.field), {
			detail: `${broken.field}: ${broken.rule}`,
		});
	}
	const id = makeId();
	const link = `${context.url()}/link/${id}`;
	context.store.links.set(id, {
		id,
		link,
		createdAt: new Date().toISOString(),
		name: fields.name,
		price: Number(fields.price),
		currency: fields.currency,
		linkType: fields.link_type as LinkRecord['linkType'],
		maxInstallment: Number(fields.max_installment),
		lang: fields.lang,
		minCount: numberOrNull(fields.min_count),
		email: fields.email ?? null,
		flexMaxPrice:
			fields.link_type === 'flex' ? (flexMaximum(fields, context.answers()) ?? null) : null,
		userName: fields.user_name ?? null,
		pft: numberOrNull(fields.pft),
		stock: numberOrNull(fields.max_count),
		expiry: fields.expiry_date ?? null,
		expiresAt: expiresAt(fields.expiry_date, context.answers()),
		deleted: false,
		callbackLink: fields.callback_link ?? null,
		callbackId: fields.callback_id ?? null,
	});
	context.store.changed();
	const answer: JsonObject = { status: 'success', id, link };
	return {
		accepted: true,
		answer: fields.get_qr === '1' ? withQr(answer, link, context.answers().qrField) : answer,
	};
}

/** Adds the link's QR code as a base64 PNG, in the configured field. */
async function withQr(answer: JsonObject, link: string, field: string): Promise<JsonObject> {
	const dataUrl = await toDataURL(link);
	return { ...answer, [field]: dataUrl.slice(dataUrl.indexOf(',') + 1) };
}

/**
 * Deletes one ID, or up to ten IDs separated by commas. For several IDs, the response lists the
 * deleted ones.
 */
export function deleteLinks(service: string, fields: Fields, context: Context): Verdict {
	const ids = fields.id.split(',');
	if (ids.length > 10 || ids.some((id) => id === '')) {
		return refusal(service, fields, fieldReason(service, 'id'), {
			detail: 'id: one to ten link IDs, separated by commas',
		});
	}
	const success: string[] = [];
	const failed: string[] = [];
	for (const id of ids) {
		const link = context.store.links.get(id);
		if (link && !link.deleted) {
			link.deleted = true;
			success.push(id);
		} else {
			failed.push(id);
		}
	}
	context.store.changed();
	const lists: JsonObject =
		ids.length > 1 ? { success_deletes: success, failed_deletes: failed } : {};
	if (success.length === 0) {
		return refusal(service, fields, REASONS.id, {
			status: 'failed',
			detail: `no link ${failed.join(', ')}, or deleted before`,
			answer: lists,
		});
	}
	const status = failed.length > 0 ? context.answers().partialDelete : 'success';
	return { accepted: true, answer: { status, ...lists } };
}
