import { DateTime } from 'luxon';
import { Check, type Asked, type Json, type Post } from './check';
import type { Client, Form } from './client';
import { PAYFULL_QUESTIONS, type PayfullQuestion } from './payfullQuestions';
import type { Asker } from './terminal';

export interface Person {
	/** In Payfull's format, e.g. 00905321234567. */
	phone: string;
	email: string;
}

/** A request's hash in a response, and its place. */
export function findHash(json: Json): { at: string; hash: string } | undefined {
	const data = json.data;
	const places: Array<[string, unknown]> = [['', json]];
	if (typeof data === 'object' && data !== null) places.push(['data.', data]);
	for (const [path, place] of places) {
		for (const [name, value] of Object.entries(place as Json)) {
			if (/^payment_?request_?hash$/i.test(name) && typeof value === 'string' && value) {
				return { at: `${path}${name}`, hash: value };
			}
		}
	}
	return undefined;
}

export class PayfullCheck extends Check<PayfullQuestion> {
	/** Hashes of requests that were sent and not yet deleted. */
	readonly hashes: string[] = [];

	constructor(
		asker: Asker,
		client: Client,
		readonly person: Person,
	) {
		super('Payfull', PAYFULL_QUESTIONS, asker, client, ({ status, ErrorCode }) => {
			const code = String(ErrorCode ?? '');
			if (/^(0|false)$/.test(String(status)) || !/^0*$/.test(code)) return 'refused';
			return /^(1|true)$/.test(String(status)) ? 'accepted' : undefined;
		});
	}

	async ask(step: string, form: Form, post?: Post): Promise<Asked> {
		const param = form.set_param ?? form.get_param ?? form.delete_param ?? '';
		return await this.post(step, `${form.type} ${param}`, '', form, post);
	}

	/** Looks up the bank of a card number's first digits. This has no side effects. */
	async issuer(step: string, more: Form = {}, post?: Post): Promise<Asked> {
		return await this.ask(step, { type: 'Get', get_param: 'Issuer', bin: '435508', ...more }, post);
	}

	/** Sends a request for 1.00 TRY by e-mail, with further or changed fields. */
	async send(step: string, more: Form): Promise<Asked> {
		const today = DateTime.now().setZone('Europe/Istanbul');
		const asked = await this.ask(step, {
			...{ type: 'Set', set_param: 'Request', request_type: 'normal' },
			...{ recipient_first_name: 'Deneme', recipient_last_name: 'Müşteri' },
			...{ title: 'n8n deneme', predefined_payment: '0', payment_free_title: 'n8n deneme' },
			...{ payment_free_amount: '1.00', quantity: '1', changeable_quantity: '0' },
			...{ currency: 'TRY', kdv: '1', via_email_sms: '0' },
			recipient_email: this.person.email,
			start_date: today.toFormat('dd-MM-yyyy'),
			end_date: today.plus({ days: 2 }).toFormat('dd-MM-yyyy'),
			...(more.via_email_sms === '1' ? {} : { email_text: 'n8n deneme: [TOTAL]' }),
			...more,
		});
		const found = findHash(asked.json);
		if (found) {
			this.hashes.push(found.hash);
			this.blanker.add(found.hash, `blanked-hash-${this.hashes.length}`);
		}
		return asked;
	}

	async delete(step: string, hash: string): Promise<Asked> {
		return await this.ask(step, {
			...{ type: 'Delete', delete_param: 'Request' },
			payment_request_hash: hash,
		});
	}

	/** Deletes the remaining requests. Names those that could not be deleted. */
	async cleanUp(): Promise<void> {
		for (const hash of this.hashes.splice(0)) {
			const asked = await this.delete('delete what is left', hash);
			if (asked.truth === 'accepted') continue;
			this.asker.say(`  Please look in the Payfull panel whether this is deleted: ${hash}`);
		}
	}
}
