import { diffChars } from 'diff';
import type { RequestRecord } from '../types';
import { type Html, html } from './html';
import { clock } from './layout';
import { emptyState, foldedFields, providerTag } from './parts';

/** If more characters differ, highlighting them is useless. */
const MAX_DIFFERENCES = 300;

function signature({ expectedMessage, receivedMessage }: RequestRecord): Html {
	if (expectedMessage === undefined) return html``;
	if (receivedMessage === undefined) {
		return html`<div class="diff">
			<span>Expected</span><code>${expectedMessage}</code> <span>Signed</span
			><span>can't be told: a signature can't be read backwards</span>
		</div>`;
	}
	const changes = diffChars(receivedMessage, expectedMessage, { maxEditLength: MAX_DIFFERENCES });
	const side = (text: string, mark: 'added' | 'removed', other: 'added' | 'removed') =>
		changes?.map((change) =>
			change[mark] ? html`<mark>${change.value}</mark>` : !change[other] && change.value,
		) ?? text;
	return html`<div class="diff">
		<span>Expected</span><code>${side(expectedMessage, 'added', 'removed')}</code>
		<span>Signed</span><code class="received">${side(receivedMessage, 'removed', 'added')}</code>
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
export function requestList(
	requests: RequestRecord[],
	limit: number,
	none: { title: string; text: string },
): Html {
	if (requests.length === 0) return emptyState(none.title, none.text);
	return html`${requests.slice(-limit).reverse().map(card)}
	${requests.length > limit && html`<p class="foot">The latest ${limit} of ${requests.length}.</p>`}`;
}
