import type { FormField, Form, ItemReader } from '../../../shared/fields';
import { readForm } from '../../../shared/fields';
import type { Item } from '../../../shared/operation';
import { minorUnits, minorUnitsText } from '../../../shared/values/money';
import { shown } from '../../../shared/values/problem';
import { flag, oneOf, text, textOfLength, wholeNumber } from '../../../shared/values/text';
import { CHANNELS } from '../../messages';
import { callbackId, callbackLink, currency, expiryDate, optional } from '../../values';
import { field } from './create.fields';

/** What every link carries. */
const always = ({ address }: Item): Record<string, FormField> => ({
	name: { property: field.name, parse: textOfLength(4, 200) },
	price: { property: field.price, parse: minorUnitsText },
	currency: { property: field.currency, parse: currency },
	max_installment: { property: field.maxInstallment, parse: wholeNumber(1, 12) },
	link_type: { property: field.linkType, parse: oneOf('product', 'collection', 'flex') },
	lang: { property: field.lang, parse: oneOf('tr', 'en') },
	callback_link: { property: field.callbackLink, parse: optional(callbackLink(address)) },
	callback_id: { property: field.callbackId, parse: optional(callbackId) },
	expiry_date: { property: field.expiryDate, parse: optional(expiryDate) },
	get_qr: { property: field.getQr, parse: optional(flag) },
	pft: { property: field.pft, parse: optional(wholeNumber(2, 12)) },
});

/** What only one type of link carries. */
const BY_LINK_TYPE: Readonly<Record<string, Record<string, FormField>>> = {
	product: {
		min_count: { property: field.minCount, parse: wholeNumber(1) },
		max_count: { property: field.maxCount, parse: optional(wholeNumber(1)) },
	},
	collection: { email: { property: field.email, parse: CHANNELS.email.parse } },
	flex: {
		flex_max_price: { property: field.flexMaxPrice, parse: minorUnitsText },
		user_name: { property: field.userName, parse: optional(textOfLength(1, 200)) },
	},
};

/** Callback link and ID each require the other. */
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

function checkMaxPrice(reader: ItemReader, form: Form): void {
	if (!form.flex_max_price || !form.price) return;
	const most = minorUnits(reader.value(field.flexMaxPrice.name));
	if (!most.ok || most.value >= Number(form.price)) return;
	reader.note(field.flexMaxPrice, {
		message: `is below '${field.price.displayName}'`,
		fix: 'Use the same amount or a higher one.',
	});
}

/** What only one type of link has: where it says more than the panel does by itself. */
const OF_ONE_TYPE = [
	{ linkType: 'product', property: field.minCount, untouched: '1' },
	{ linkType: 'product', property: field.maxCount, untouched: '' },
	{ linkType: 'flex', property: field.flexMaxPrice, untouched: '' },
	{ linkType: 'flex', property: field.userName, untouched: '' },
];

/** A value that another type of link would need: sent without it, the link isn't what was meant. */
function checkOtherTypes(reader: ItemReader, { link_type: chosen }: Form): void {
	for (const { linkType, property, untouched } of OF_ONE_TYPE) {
		if (!chosen || linkType === chosen) continue;
		const value = reader.value(property.name);
		const given = text(value);
		if (given.ok && ['', untouched].includes(given.value)) continue;
		reader.note(property, {
			message: `does not apply to a link of the type ${chosen}: ${shown(value)}`,
			fix: `Leave it empty for this item; only links of the type ${linkType} have it.`,
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

/** The form of the create service: the fields of the link's type, those with a value. */
export function readLinkForm(item: Item): Form {
	const { reader } = item;
	const form = readForm(reader, always(item));
	Object.assign(form, readForm(reader, BY_LINK_TYPE[form.link_type] ?? {}));
	checkCallback(reader, form);
	checkMaxPrice(reader, form);
	checkStock(reader, form);
	checkOtherTypes(reader, form);
	return form;
}
