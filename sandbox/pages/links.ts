import { formatMinor } from '../money';
import { totalMinor } from '../payfull/tags';
import { passiveReason } from '../state';
import type { CallbackRecord, LinkState, Payment, PaymentRequestRecord } from '../types';
import { type Html, html } from './html';
import { clock } from './layout';
import { emptyState, foldedFields } from './parts';

function notices(callbacks: CallbackRecord[]): Html {
	if (callbacks.length === 0) return html`<span class="tag">no notice</span>`;
	const last = callbacks[callbacks.length - 1];
	return last.ok
		? html`<span class="tag good">OK at attempt ${last.attempt}</span>`
		: html`<span class="tag bad">${last.httpStatus || 'no answer'} at attempt ${last.attempt}</span>
				<span class="mono">${last.body.slice(0, 120)}</span>`;
}

function payments(list: Payment[], callbacks: CallbackRecord[]): Html {
	if (list.length === 0) return html``;
	const rows = list.map((payment) => {
		const own = callbacks.filter(({ merchantOid }) => merchantOid === payment.merchantOid);
		return html`<tr>
			<td class="mono">${payment.merchantOid}</td>
			<td class="num">${formatMinor(payment.totalAmount, payment.currency)}</td>
			<td class="num">${payment.quantity}</td>
			<td class="num">${clock(payment.at)}</td>
			<td>${notices(own)}</td>
		</tr>`;
	});
	return html`<table>
		<tr>
			<th>merchant_oid</th>
			<th>Total</th>
			<th>Pieces</th>
			<th>Paid</th>
			<th>Notice</th>
		</tr>
		${rows}
	</table>`;
}

function linkCard(link: LinkState, callbacks: CallbackRecord[]): Html {
	const passive = passiveReason(link);
	const facts = [
		link.linkType,
		link.stock !== null && `${link.stock} left`,
		link.expiry && `until ${link.expiry}`,
		link.callbackLink && `notice to ${link.callbackLink} (${link.callbackId})`,
	].filter(Boolean);
	return html`<article class="card">
		<div class="head">
			<b>${link.name}</b>
			<span class="tag ${passive ? 'bad' : 'good'}">${passive ?? 'active'}</span>
			<span class="right num">${formatMinor(link.price, link.currency)}</span>
		</div>
		<p class="note"><a class="mono" href="${link.link}">${link.link}</a> · ${facts.join(' · ')}</p>
		${payments(link.payments, callbacks)}
	</article>`;
}

function requestCard(request: PaymentRequestRecord, paid: Payment[]): Html {
	const { fields } = request;
	const state = request.deleted ? 'deleted' : request.paid ? 'paid' : 'open';
	return html`<article class="card">
		<div class="head">
			<b>${fields.title}</b>
			<span class="tag ${state === 'deleted' ? 'bad' : 'good'}">${state}</span>
			${request.recurring && html`<span class="tag">recurring × ${fields.repetition_count}</span>`}
			<span class="right num">${formatMinor(totalMinor(fields), fields.currency)}</span>
		</div>
		<p class="note">
			<a class="mono" href="${request.link}">${request.link}</a> · ${fields.start_date} to
			${fields.end_date} · ${fields.recipient_email}
		</p>
		${payments(paid, [])}${foldedFields(`r${request.hash}`, fields)}
	</article>`;
}

/** PayTR links and Payfull payment requests, newest first, each with its payments. */
export function linksAndRequests(
	links: LinkState[],
	requests: PaymentRequestRecord[],
	paid: Payment[],
	callbacks: CallbackRecord[],
): Html {
	if (links.length + requests.length === 0) {
		return emptyState('No links yet', 'Created PayTR links and Payfull requests show here.');
	}
	const linkCards = [...links].reverse().map((link) => linkCard(link, callbacks));
	const requestCards = [...requests].reverse().map((request) =>
		requestCard(
			request,
			paid.filter(({ paymentRequestHash }) => paymentRequestHash === request.hash),
		),
	);
	return html`<h2>PayTR links <small>${links.length}</small></h2>
		${linkCards}
		<h2>Payfull payment requests <small>${requests.length}</small></h2>
		${requestCards}`;
}
