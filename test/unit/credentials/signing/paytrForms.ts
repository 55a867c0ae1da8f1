import fc, { type Arbitrary } from 'fast-check';

import { MERCHANT, type PaytrService } from './independent';

type Texts = Arbitrary<string>;

const text = (pattern: RegExp): Texts => fc.stringMatching(pattern);

const moment = text(/^20\d\d-0[1-9]-[12]\d [01]\d:[0-5]\d:[0-5]\d$/);
const date = text(/^20\d\d-0[1-9]-[12]\d$/);

/**
 * Messages of other services, whole and in parts. Free text that contains them is the easiest to
 * confuse with another message.
 */
const piece: Texts = fc.oneof(
	fc.constantFrom(MERCHANT.id, 'TL', 'TL1', '12', 'producttr', 'collectionen', 'flextr', 'eft0'),
	fc.constantFrom('100TL1producttr', '5EUR12flexen', '05321234567', '1.2.3.4', 'a@b.co', '.25'),
	fc.constantFrom(
		`A${MERCHANT.id}`,
		`${MERCHANT.id}05321`,
		`${MERCHANT.id}05321234567`,
		'TR330006100519786457841326',
	),
	fc.constantFrom('TL0', '1', '9', 'ORDER', ' ', 'collectiontra@b.co'),
	moment,
	date,
);
const hostile = (most: number, fits: RegExp): Texts =>
	fc
		.array(piece, { minLength: 1, maxLength: most })
		.map((pieces) => pieces.join(''))
		.filter((made) => fits.test(made));

const orHostile = (plain: Texts, most: number, fits: RegExp): Texts =>
	fc.oneof({ weight: 1, arbitrary: plain }, { weight: 3, arbitrary: hostile(most, fits) });

const alphanumeric = (length: number) =>
	orHostile(
		text(new RegExp(`^[A-Za-z0-9]{1,${length}}$`)),
		4,
		new RegExp(`^[A-Za-z0-9]{1,${length}}$`),
	);

const linkId = orHostile(text(/^[A-Za-z0-9]{7}$/), 3, /^[A-Za-z0-9][\w-]{0,63}$/);
const minorUnits = text(/^[1-9]\d{0,6}$/);
const flag = fc.constantFrom('0', '1');
const currency = fc.constantFrom('TL', 'EUR', 'USD', 'GBP', 'RUB');
const email: Texts = fc.oneof(
	fc.constantFrom('gulsah@example.com', 'müşteri@örnek.com.tr', 'a+b@c.com.tr'),
	fc
		.tuple(hostile(3, /^[\w.]{1,60}$/), fc.constantFrom('x.co', '1TL.flextr', 'a.xn--1flextr'))
		.map(([local, domain]) => `${local}@${domain}`),
);
const freeText: Texts = orHostile(
	fc.string({ unit: 'grapheme', minLength: 4, maxLength: 30 }),
	6,
	/^[^\n]{4,150}$/,
);

/** Valid values for each field. Some of them look like other services' messages. */
const VALUES: Readonly<Record<string, Texts>> = {
	merchant_id: fc.constant(MERCHANT.id),
	id: linkId,
	cell_phone: text(/^05\d{9}$/),
	email,
	name: freeText,
	price: minorUnits,
	currency,
	max_installment: fc.integer({ min: 1, max: 12 }).map(String),
	lang: fc.constantFrom('tr', 'en'),
	min_count: text(/^[1-9]\d{0,2}$/),
	merchant_oid: alphanumeric(64),
	return_amount: text(/^[1-9]\d{0,4}\.\d{1,2}$/),
	date,
	bin_number: fc.oneof(text(/^\d{6}$/), text(/^\d{8}$/), fc.constant(MERCHANT.id)),
	request_id: alphanumeric(32),
	user_ip: fc.oneof(
		fc.ipV4(),
		fc.ipV6().filter((address) => address.length <= 39),
	),
	payment_amount: minorUnits,
	user_basket: text(/^[A-Za-z0-9+/]{8,40}={0,2}$/),
	no_installment: flag,
	payment_type: fc.constant('eft'),
	test_mode: flag,
	utoken: alphanumeric(100),
	ctoken: alphanumeric(100),
	trans_id: alphanumeric(60),
	submerchant_amount: minorUnits,
	total_amount: minorUnits,
	transfer_name: freeText.filter((name) => !/\p{Cc}/u.test(name)),
	transfer_iban: text(/^TR\d{24}$/),
};

/** Values of fields whose format depends on the service. */
const BY_SERVICE: Readonly<Record<string, Readonly<Record<string, Texts>>>> = {
	'/odeme/api/link/delete': {
		id: fc.array(linkId, { minLength: 1, maxLength: 10 }).map((ids) => ids.join(',')),
	},
	'/rapor/islem-dokumu': { start_date: moment, end_date: moment },
	'/rapor/odeme-dokumu': { start_date: date, end_date: date },
	'/odeme/geri-donen-transfer': { start_date: moment, end_date: moment },
};

/** Forms in which every signed field has a valid format. */
export function formsOf(service: PaytrService): Arbitrary<Record<string, string>> {
	const names = service.fields.split(' ').filter((name) => name !== 'link_type');
	const values = names.map((name) => [name, BY_SERVICE[service.path]?.[name] ?? VALUES[name]]);
	return fc
		.record(Object.fromEntries(values) as Record<string, Texts>)
		.map((form) => ({ merchant_id: MERCHANT.id, ...form, ...service.with }));
}
