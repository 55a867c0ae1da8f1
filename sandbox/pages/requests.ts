import type { RequestRecord } from '../types';
import { type Html, html } from './html';
import { clock } from './layout';
import { emptyState, foldedFields, providerTag } from './parts';

/** Two texts with the part in which they differ marked. */
function marked(text: string, other: string): Html {
	const [a, b] = [[...text], [...other]];
	const shorter = Math.min(a.length, b.length);
	let start = 0;
	while (start < shorter && a[start] === b[start]) start++;
	let end = 0;
	while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
	const middle = a.slice(start, a.length - end).join('');
	return html`${a.slice(0, start).join('')}${middle && html`<mark>${middle}</mark>`}${a
		.slice(a.length - end)
		.join('')}`;
}

function signature({ expectedMessage, receivedMessage }: RequestRecord): Html {
	if (expectedMessage === undefined) return html``;
	const received =
		receivedMessage === undefined
			? html`<span>can't be told: a signature can't be read backwards</span>`
			: html`<code class="received">${marked(receivedMessage, expectedMessage)}</code>`;
	return html`<div class="diff">
		<span>Expected</span><code>${marked(expectedMessage, receivedMessage ?? expectedMessage)}</code
		><span>Signed</span>${received}
	</div>`;
}

function card(request: RequestRecord): Html {
	return html`<article class="card">
		<div class="head">
			${providerTag(request.provider)}<b>${request.service.split('.')[1]}</b>
			<span class="tag ${request.outcome}"
				>${request.outcome}${request.fault && `: ${request.fault}`}</span
			>
			${request.outcome === 'fault' &&
			html`<span class="tag">${request.accepted ? 'done before it' : 'not done'}</span>`}
			<span class="right">#${request.seq} · ${clock(request.at)}</span>
		</div>
		${request.reason &&
		html`<p class="why">
			${request.code && html`<span class="tag">${request.code}</span> `}<b>${request.reason}</b>
		</p>`}
		${request.note && html`<p class="note">${request.note}</p>`} ${signature(request)}
		${foldedFields(`q${request.seq}`, request.fields)}
	</article>`;
}

/** Requests, newest first. */
export function requestList(requests: RequestRecord[], limit: number, none: string): Html {
	if (requests.length === 0) return emptyState('Nothing here', none);
	return html`${requests.slice(-limit).reverse().map(card)}
	${requests.length > limit && html`<p class="foot">The latest ${limit} of ${requests.length}.</p>`}`;
}
