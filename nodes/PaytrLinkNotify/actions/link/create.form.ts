import type { FormField, Form, ItemReader } from '../../../shared/fields';
import { readForm } from '../../../shared/fields';
import type { Item } from '../../../shared/operation';
import { minorUnits, minorUnitsText } from '../../../shared/values/money';
import { shown } from '../../../shared/values/problem';
import { flag, oneOf, textOfLength, wholeNumber } from '../../../shared/values/text';
import { CHANNELS } from '../../messages';
import { callbackId, callbackLink, currency, expiryDate, optional } from '../../values';
import { field } from './create.fields';

/** What every link carries. */
const always = ({ timezone, sandbox }: Item): Record<string, FormField> => ({
	name: { property: field.name, parse: textOfLength(4, 200) },
	price: { property: field.price, parse: minorUnitsText },
	currency: { property: field.currency, parse: currency },
	max_installment: { property: field.maxInstallment, parse: wholeNumber(1, 12) },
	link_type: { property: field.linkType, parse: oneOf('product', 'collection', 'flex') },
	lang: { property: field.lang, parse: oneOf('tr', 'en') },
	callback_link: { property: field.callbackLink, parse: optional(callbackLink(sandbox)) },
	callback_id: { property: field.callbackId, parse: optional(callbackId) },
	expiry_date: { property: field.expiryDate, parse: optional(expiryDate(timezone)) },
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

/** The form of the create service: the fields of the link's type, those with a value. */
export function readLinkForm(item: Item): Form {
	const { reader } = item;
	const form = readForm(reader, always(item));
	Object.assign(form, readForm(reader, BY_LINK_TYPE[form.link_type] ?? {}));
	checkCallback(reader, form);
	checkMaxPrice(reader, form);
	return form;
}
