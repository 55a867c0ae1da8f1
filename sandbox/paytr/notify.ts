import type { Context, Verdict } from '../service';
import { passiveReason } from '../state';
import type { Fields } from '../types';
import { formatMinor } from '../money';
import { fieldReason, REASONS, refusal } from './refusals';
import { firstBroken, isEmail, type Rule } from './rules';

const CELL_PHONE: Rule = [
	(value) => /^05\d{9}$/.test(value),
	'begins with 05 and has exactly 11 digits',
];
const EMAIL: Rule = [isEmail, 'an e-mail address of at most 100 characters'];

/** send-sms and send-email: sends one message if the link can be paid. */
export function sendLink(service: string, fields: Fields, context: Context): Verdict {
	const broken = firstBroken(fields, { cell_phone: CELL_PHONE, email: EMAIL });
	if (broken) {
		return refusal(service, fields, fieldReason(service, broken.field), {
			detail: `${broken.field}: ${broken.rule}`,
		});
	}
	const { id } = fields;
	const link = context.store.links.get(id);
	const unknown = !link && !context.options.acceptUnknownLinks;
	if (unknown || /^INVALID/.test(id) || /[\s/]/.test(id) || link?.deleted) {
		return refusal(service, fields, REASONS.id, {
			status: 'failed',
			detail: link ? `link ${id} is deleted` : `no link ${id}`,
		});
	}
	const passive = link && passiveReason(link);
	if (passive) {
		return refusal(service, fields, REASONS.passive, {
			status: 'failed',
			detail: `link ${id} is ${passive}`,
		});
	}
	const address = `${context.url()}/link/${encodeURIComponent(id)}`;
	const what = link ? `${link.name} (${formatMinor(link.price, link.currency)})` : 'Ödemeniz';
	const base = { provider: 'paytr', linkId: id, link: address, fields } as const;
	if (service === 'paytr.send-sms') {
		context.store.addMessage({
			...base,
			channel: 'sms',
			to: fields.cell_phone,
			text: `Örnek Mağaza: ${what} için güvenli ödeme linkiniz: ${address}`,
		});
	} else {
		context.store.addMessage({
			...base,
			channel: 'email',
			to: fields.email,
			subject: 'Örnek Mağaza: Ödeme linkiniz',
			text: `Merhaba,\n\n${what} için ödemenizi aşağıdaki linkten güvenle yapabilirsiniz:\n${address}\n\nÖrnek Mağaza`,
		});
	}
	return { accepted: true, answer: { status: 'success' } };
}
