import { Check, type Asked, type Post } from './check';
import type { Client, Form } from './client';
import { PAYTR_QUESTIONS, type PaytrQuestion } from './paytrQuestions';
import type { Asker } from './terminal';

export const CREATE = '/odeme/api/link/create';
export const SEND_SMS = '/odeme/api/link/send-sms';
export const SEND_EMAIL = '/odeme/api/link/send-email';
export const DELETE = '/odeme/api/link/delete';
export const ORDER_STATUS = '/odeme/durum-sorgu';
export const REFUND = '/odeme/iade';

/** The maximum number of links that PayTR deletes in one request. */
const DELETED_AT_ONCE = 10;

/** An ID that PayTR can't have assigned, because real IDs have 7 characters. */
export const NO_LINK = 'N8NLIVECHECK0';

export const NAME = 'Deneme ğüşıöç ĞÜŞİÖÇ';

export interface Person {
	cellPhone: string;
	email: string;
}

export interface NewLink {
	id: string;
	link: string;
}

export class PaytrCheck extends Check<PaytrQuestion> {
	/** Links that were created and not yet deleted. */
	readonly links: NewLink[] = [];

	private created = 0;

	constructor(
		asker: Asker,
		client: Client,
		readonly person: Person,
	) {
		super('PayTR', PAYTR_QUESTIONS, asker, client, ({ status }) => {
			const word = String(status ?? '').toLowerCase();
			if (word === 'success') return 'accepted';
			return word === 'error' || word === 'failed' ? 'refused' : undefined;
		});
	}

	async ask(step: string, path: string, form: Form, post?: Post): Promise<Asked> {
		const debug: Form = path.startsWith('/odeme/api/link/') ? { debug_on: '1' } : {};
		return await this.post(step, path, path, { ...debug, ...form }, post);
	}

	/** Creates a product link of 100.00 TL, with further or changed fields. */
	async create(step: string, more: Form, post?: Post): Promise<{ asked: Asked; made?: NewLink }> {
		const form = {
			name: NAME,
			price: '10000',
			currency: 'TL',
			max_installment: '1',
			lang: 'tr',
			link_type: 'product',
			...((more.link_type ?? 'product') === 'product' ? { min_count: '1' } : {}),
			...more,
		};
		const asked = await this.ask(step, CREATE, form, post);
		const { id, link } = asked.json;
		if (asked.truth !== 'accepted' || (id === undefined && link === undefined)) return { asked };
		const made = {
			id: String(id ?? String(link).split('/').at(-1)),
			link: String(link ?? `https://www.paytr.com/link/${String(id)}`),
		};
		this.links.push(made);
		this.created++;
		this.blanker.add(made.id, `LINK${String(this.created).padStart(3, '0')}`);
		return { asked, made };
	}

	/** Deletes the remaining links. Names those that could not be deleted. */
	async cleanUp(): Promise<void> {
		while (this.links.length > 0) {
			const batch = this.links.splice(0, DELETED_AT_ONCE);
			const id = batch.map((link) => link.id).join(',');
			const asked = await this.ask('delete what is left', DELETE, { id });
			if (asked.truth === 'accepted') continue;
			const left = batch.map(({ link }) => link).join('\n  ');
			this.asker.say(`  Please look in the PayTR panel whether these are deleted:\n  ${left}`);
		}
	}
}
