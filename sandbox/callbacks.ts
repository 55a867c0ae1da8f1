/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ResolvedOptions } from './options';
import { paytrCallbackHash } from './signatures';
import type { Store } from './state';
import type { CallbackRecord, Fields, LinkRecord, Payment } from './types';

const MAX_TRIES = 20;
const ANSWER_TIMEOUT_MS = 10_000;

export interface NoticeOptions {
	/** Post the notice at least this often, also after an OK; default 1. */
	copies?: number;
	/** Fields to change after the hash was made, to play someone who tampers. */
	override?: Fields;
}

/** The notice's form fields; the hash is made before anything is overridden. */
export function noticeFields(
	payment: Payment,
	link: LinkRecord,
	credentials: ResolvedOptions['credentials']['paytr'],
	override: Fields = {},
): Fields {
	const signed = {
		callback_id: link.callbackId ?? '',
		merchant_oid: payment.merchantOid,
		status: 'success',
		total_amount: String(payment.totalAmount),
	};
	return {
		hash: paytrCallbackHash(signed, credentials),
		...signed,
		payment_amount: String(payment.paymentAmount),
		payment_type: payment.paymentType,
		currency: payment.currency,
		merchant_id: credentials.merchantId,
		test_mode: payment.testMode,
		...override,
	};
}

/** fetch hides the reason in the cause. */
function whyNoAnswer(error: unknown): string {
	const { cause, message } = error as { cause?: { message?: string }; message?: string };
	return cause?.message ?? message ?? String(error);
}

/** Posts PayTR's notices to the links' callback_link, again and again until the answer is `OK`. */
export class CallbackSender {
	private stopper = new AbortController();

	constructor(
		private readonly store: Store,
		private readonly options: ResolvedOptions,
	) {}

	/**
	 * Begins to deliver a payment's notice.
	 * @returns the first `copies` attempts, when they are through; repeats go on behind it
	 */
	async send(payment: Payment, link: LinkRecord, notice: NoticeOptions): Promise<CallbackRecord[]> {
		if (link.callbackLink === null) return [];
		const { signal } = this.stopper;
		const url = link.callbackLink;
		const fields = noticeFields(
			payment,
			link,
			this.options.credentials.paytr,
			notice.override ?? {},
		);
		const copies = Math.min(Math.max(notice.copies ?? 1, 1), MAX_TRIES);
		const first: CallbackRecord[] = [];
		while (first.length < copies && !signal.aborted) {
			first.push(await this.post(url, payment.merchantOid, fields, first.length + 1, signal));
		}
		if (!first.some(({ ok }) => ok)) {
			void this.repeat(url, payment.merchantOid, fields, copies + 1, signal);
		}
		return first;
	}

	/** Ends all repeats; later payments are served again. */
	stop(): void {
		this.stopper.abort();
		this.stopper = new AbortController();
	}

	private async repeat(
		url: string,
		merchantOid: string,
		fields: Fields,
		from: number,
		signal: AbortSignal,
	): Promise<void> {
		for (let attempt = from; attempt <= MAX_TRIES; attempt++) {
			await sleep(this.options.callbackRetryMs, undefined, { signal }).catch(() => {});
			if (signal.aborted) return;
			const { ok } = await this.post(url, merchantOid, fields, attempt, signal);
			if (ok) return;
		}
	}

	private async post(
		url: string,
		merchantOid: string,
		fields: Fields,
		attempt: number,
		signal: AbortSignal,
	): Promise<CallbackRecord> {
		let httpStatus = 0;
		let body: string;
		try {
			const answer = await fetch(url, {
				method: 'POST',
				body: new URLSearchParams(fields),
				redirect: 'manual',
				signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
			});
			httpStatus = answer.status;
			body = (await answer.text()).slice(0, 2000);
		} catch (error) {
			body = `(no answer: ${whyNoAnswer(error)})`;
		}
		const ok = httpStatus >= 200 && httpStatus < 300 && body === 'OK';
		const at = new Date().toISOString();
		const record = { at, merchantOid, url, attempt, httpStatus, body, ok, fields };
		if (!signal.aborted) this.store.addCallback(record);
		return record;
	}
}
