/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { text as readText } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkedLookup, portOf, refusedTarget, type NoticePolicy } from './noticeTarget';
import { noticePolicy, type ResolvedOptions } from './options';
import { paytrCallbackHash } from './signatures';
import type { Store } from './state';
import { stopper } from './stopper';
import type { CallbackRecord, Fields, LinkRecord, Payment } from './types';

const MAX_TRIES = 20;
const ANSWER_TIMEOUT_MS = 10_000;

export interface NoticeOptions {
	/** The minimum number of payment notifications, even after an OK. Default 1. */
	copies?: number;
	/** Fields to change after the hash is computed, which simulates tampering. */
	override?: Fields;
}

/**
 * The form fields of the payment notification. The hash covers the fields before the changes in
 * `override`.
 */
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

/**
 * Posts a form to exactly this address. Doesn't follow redirects, and looks up a name only once.
 * @throws if there is no response or the address isn't allowed
 */
async function postForm(
	url: URL,
	form: string,
	policy: NoticePolicy,
	signal: AbortSignal,
): Promise<{ status: number; body: string }> {
	const refused = refusedTarget(url, policy);
	if (refused !== undefined) throw new Error(`not sent: ${refused}`);
	return await new Promise((resolve, reject) => {
		const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
			method: 'POST',
			agent: false,
			lookup: checkedLookup(portOf(url), policy),
			signal,
			headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
		});
		request.on('error', reject).on('response', (response) => {
			readText(response).then(
				(body) => resolve({ status: response.statusCode ?? 0, body: body.slice(0, 2000) }),
				reject,
			);
		});
		request.end(form);
	});
}

/**
 * Posts PayTR's payment notifications to a link's callback_link, and repeats them until the
 * response is `OK`.
 */
export class CallbackSender {
	private stopper = stopper();
	private readonly policy: NoticePolicy;

	constructor(
		private readonly store: Store,
		private readonly options: ResolvedOptions,
	) {
		this.policy = noticePolicy(options);
	}

	/**
	 * Starts to deliver a payment's notification.
	 * @returns the first `copies` attempts when they are done; repetitions continue in the background
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

	/** Stops all repetitions. Later payments still send notifications. */
	stop(): void {
		this.stopper.abort();
		this.stopper = stopper();
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
			const form = new URLSearchParams(fields).toString();
			const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]);
			const answer = await postForm(new URL(url), form, this.policy, limit);
			httpStatus = answer.status;
			body = answer.body;
		} catch (error) {
			// If a name has several addresses, the error has no message of its own.
			const { message, code } = error as NodeJS.ErrnoException;
			body = `(no answer: ${message || code || String(error)})`;
		}
		const ok = httpStatus >= 200 && httpStatus < 300 && body === 'OK';
		const at = new Date().toISOString();
		const record = { at, merchantOid, url, attempt, httpStatus, body, ok, fields };
		if (!signal.aborted) this.store.addCallback(record);
		return record;
	}
}
