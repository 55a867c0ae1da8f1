import type { FormField, Form, ItemReader } from '../../../shared/fields';
import { readForm } from '../../../shared/fields';
import type { Item } from '../../../shared/operation';
import { ok } from '../../../shared/result';
import { minorUnitsText } from '../../../shared/values/money';
import { shown, type Parsed } from '../../../shared/values/problem';
import {
	flag,
	optional,
	text,
	textOfLength,
	wholeNumber,
	withDefault,
} from '../../../shared/values/text';
import { CHANNELS } from '../../notifications';
import { callbackId, callbackLink, currency, expiryDate, lang, linkType } from '../../values';
import { field } from './create.fields';

type Fields = Record<string, FormField>;

/** How many times the link can be paid. PayTR sets no limit if the field is omitted. */
function stock(value: unknown): Parsed {
	const given = wholeNumber(0)(value);
	return given.ok && given.value === '0' ? ok('') : given;
}

/** The fields of every link except its currency. */
const always = ({ address }: Item, amount: FormField['parse']): Fields => ({
	name: { property: field.name, parse: textOfLength(4, 200) },
	price: { property: field.price, parse: amount },
	max_installment: { property: field.maxInstallment, parse: withDefault('1', wholeNumber(1, 12)) },
	link_type: { property: field.linkType, parse: linkType },
	lang: { property: field.lang, parse: withDefault('tr', lang) },
	callback_link: { property: field.callbackLink, parse: optional(callbackLink(address)) },
	callback_id: { property: field.callbackId, parse: optional(callbackId) },
	expiry_date: { property: field.expiryDate, parse: optional(expiryDate) },
	get_qr: { property: field.getQr, parse: optional(flag) },
	pft: { property: field.pft, parse: optional(wholeNumber(2, 12)) },
});

/** The fields that only one type of link has. */
const ofType = (type: string | undefined, amount: FormField['parse']): Fields => {
	switch (type) {
		case 'product':
			return {
				min_count: { property: field.minCount, parse: withDefault('1', wholeNumber(1)) },
				max_count: { property: field.maxCount, parse: stock },
			};
		case 'collection':
			return { email: { property: field.email, parse: CHANNELS.email.parse } };
		case 'flex':
			return {
				flex_max_price: { property: field.flexMaxPrice, parse: amount },
				user_name: { property: field.userName, parse: optional(textOfLength(1, 200)) },
			};
		default:
			return {};
	}
};

/** The callback link and the callback ID must be given together. */
function checkCallback(reader: ItemReader, form: Form): void {
	const { callback_link: link, callback_id: id } = form;
	const isWrong = reader.problems.some(({ label }) => /^Callback/.test(label));
	if (isWrong || Boolean(link) === Boolean(id)) return;
	const [missing, given] = link
		? [field.callbackId, field.callbackLink]
		: [field.callbackLink, field.callbackId];
	reader.note(missing, {
		message: `is empty, but '${given.displayName}' is given: ${shown(link ?? id)}`,
		fix: 'Fill in both, or leave both empty: PayTR takes neither without the other.',
	});
}

function checkMaxPrice(reader: ItemReader, { price, flex_max_price: most }: Form): void {
	if (!price || !most || Number(most) >= Number(price)) return;
	reader.note(field.flexMaxPrice, {
		message: `is below '${field.price.displayName}'`,
		fix: 'Use the same amount or a higher one.',
	});
}

/**
 * Fields that only one link type uses. A value in such a field can show that the wrong type is
 * selected.
 */
const OF_ONE_TYPE = [
	{ type: 'product', property: field.minCount, untouched: ['', '1'] },
	{ type: 'product', property: field.maxCount, untouched: ['', '0', '1'] },
	{ type: 'flex', property: field.flexMaxPrice, untouched: [''] },
	{ type: 'flex', property: field.userName, untouched: [''] },
];

/** The names of the link types in the panel. */
const TYPE_NAME: Readonly<Record<string, string>> = {
	product: 'Product',
	collection: 'Collection',
	flex: 'Flexible Amount',
};

/**
 * Rejects a value that only another link type uses. Ignoring the value would create a different
 * link than the user wants.
 */
function checkOtherTypes(reader: ItemReader, { link_type: chosen }: Form): void {
	for (const { type, property, untouched } of OF_ONE_TYPE) {
		if (!chosen || type === chosen) continue;
		const value = reader.value(property.name);
		const given = text(value);
		if (given.ok && untouched.includes(given.value)) continue;
		reader.note(property, {
			message: `does not apply to a link of the type ${TYPE_NAME[chosen]}: ${shown(value)}`,
			fix: `Leave it empty for this item; only links of the type ${TYPE_NAME[type]} have it.`,
		});
	}
}

function checkStock(reader: ItemReader, { min_count: least, max_count: stock }: Form): void {
	if (!least || !stock || Number(stock) >= Number(least)) return;
	reader.note(field.maxCount, {
		message: `is ${stock}, below '${field.minCount.displayName}', which is ${least}`,
		fix: 'Nobody could buy that many. Raise the stock, or lower the quantity.',
	});
}

/** The form of the create service: the fields of the link's type that have a value. */
export function readLinkForm(item: Item): Form {
	const { reader } = item;
	const code = reader.read(field.currency, currency) ?? '';
	const amount = (value: unknown) => minorUnitsText(value, code || 'TL');
	const form: Form = { currency: code, ...readForm(reader, always(item, amount)) };
	Object.assign(form, readForm(reader, ofType(form.link_type, amount)));
	checkCallback(reader, form);
	checkMaxPrice(reader, form);
	checkStock(reader, form);
	checkOtherTypes(reader, form);
	return form;
}
