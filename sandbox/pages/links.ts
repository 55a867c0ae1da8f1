import { formatMinor } from '../money';
import { totalMinor } from '../payfull/tags';
import { passiveReason, type Store } from '../state';
import type { CallbackRecord, LinkState, Payment, PaymentRequestRecord } from '../types';
import { type Html, html } from './html';
import { clock } from './layout';
import { emptyState, foldedFields, paidTag } from './parts';
import type { PageWords } from './words';

interface Context {
	words: PageWords;
	callbacks: CallbackRecord[];
	/** The recipients of each link, by the link's ID or the request's hash. */
	recipients: Map<string | undefined, Set<string>>;
}

function notices(callbacks: CallbackRecord[], words: PageWords): Html {
	if (callbacks.length === 0) return html`<span class="tag">${words.noNotice}</span>`;
	const last = callbacks[callbacks.length - 1];
	return last.ok
		? html`<span class="tag good">${words.noticeOk(last.attempt)}</span>`
		: html`<span class="tag bad"
					>${last.httpStatus || words.noAnswer} ${words.atAttempt(last.attempt)}</span
				>
				<span class="mono">${last.body.slice(0, 120)}</span>`;
}

function payments(list: Payment[], { words, callbacks }: Context): Html {
	if (list.length === 0) return html``;
	const rows = list.map((payment) => {
		const own = callbacks.filter(({ merchantOid }) => merchantOid === payment.merchantOid);
		return html`<tr>
			<td class="mono">${payment.merchantOid}</td>
			<td class="num">${formatMinor(payment.totalAmount, payment.currency)}</td>
			<td class="num">${payment.quantity}</td>
			<td class="num">${clock(payment.at)}</td>
			<td>${notices(own, words)}</td>
		</tr>`;
	});
	return html`<table>
		<tr>
			<th>merchant_oid</th>
			<th>${words.total}</th>
			<th>${words.pieces}</th>
			<th>${words.paidAt}</th>
			<th>${words.notice}</th>
		</tr>
		${rows}
	</table>`;
}

function sentTo(key: string, { words, recipients }: Context): Html {
	const list = [...(recipients.get(key) ?? [])];
	return list.length > 0
		? html`<p class="note">${words.sentTo} <b>${list.join(', ')}</b></p>`
		: html`<p class="note">${words.notSent}</p>`;
}

function linkCard(link: LinkState, context: Context): Html {
	const { words } = context;
	const passive = passiveReason(link);
	const isPaid = link.payments.length > 0;
	// A paid link without stock is finished. "sold out" would look like a failure.
	const state = isPaid && passive === 'sold out' ? undefined : (passive ?? 'active');
	const facts = [
		link.linkType,
		link.stock !== null && words.left(link.stock),
		link.expiry && `${words.until} ${link.expiry}`,
		link.callbackLink && words.notifyTo(link.callbackLink, link.callbackId ?? ''),
	].filter(Boolean);
	return html`<article class="card">
		<div class="head">
			<b>${link.name}</b>${isPaid && paidTag(words)}
			${state && html`<span class="tag ${passive ? 'bad' : 'good'}">${words[state]}</span>`}
			<span class="right num">${formatMinor(link.price, link.currency)}</span>
		</div>
		${sentTo(link.id, context)}
		<p class="note"><a class="mono" href="${link.link}">${link.link}</a> · ${facts.join(' · ')}</p>
		${payments(link.payments, context)}
	</article>`;
}

function requestCard(request: PaymentRequestRecord, paid: Payment[], context: Context): Html {
	const { words } = context;
	const { fields } = request;
	const state = request.deleted
		? html`<span class="tag bad">${words.deleted}</span>`
		: request.paid
			? paidTag(words)
			: html`<span class="tag good">${words.open}</span>`;
	return html`<article class="card">
		<div class="head">
			<b>${fields.title}</b>${state}
			${request.recurring &&
			html`<span class="tag">${words.recurring} × ${fields.repetition_count}</span>`}
			<span class="right num">${formatMinor(totalMinor(fields), fields.currency)}</span>
		</div>
		${sentTo(request.hash, context)}
		<p class="note">
			<a class="mono" href="${request.link}">${request.link}</a> · ${fields.start_date} –
			${fields.end_date}
		</p>
		${payments(paid, { ...context, callbacks: [] })}${foldedFields(
			`r${request.hash}`,
			fields,
			words.fields,
		)}
	</article>`;
}

function recipientsOf({ messages }: Store): Context['recipients'] {
	const recipients: Context['recipients'] = new Map();
	for (const { linkId, paymentRequestHash, to } of messages) {
		const key = linkId ?? paymentRequestHash;
		recipients.set(key, (recipients.get(key) ?? new Set()).add(to));
	}
	return recipients;
}

/** PayTR links and Payfull payment requests, newest first, each with its payments. */
export function linksAndRequests(store: Store, limit: number, words: PageWords): Html {
	const { links, paymentRequests } = store;
	if (links.size + paymentRequests.size === 0) {
		return emptyState(words.noLinks, words.noLinksHint);
	}
	const context = { words, callbacks: store.callbacks, recipients: recipientsOf(store) };
	const linkCards = store
		.linkStates(limit)
		.reverse()
		.map((link) => linkCard(link, context));
	const requestCards = [...paymentRequests.values()]
		.slice(-limit)
		.reverse()
		.map((request) => {
			const own = store.payments.filter((paid) => paid.paymentRequestHash === request.hash);
			return requestCard(request, own, context);
		});
	const count = (all: number) => (all > limit ? words.latest(limit, all) : all);
	return html`<h2>${words.paytrLinks} <small>${count(links.size)}</small></h2>
		${linkCards}
		<h2>${words.payfullRequests} <small>${count(paymentRequests.size)}</small></h2>
		${requestCards}`;
}
