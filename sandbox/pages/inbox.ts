import type { MessageRecord } from '../types';
import { type Html, html } from './html';
import { clock } from './layout';
import { emptyState, foldedFields, providerTag } from './parts';

/** The text, with the message's own link clickable wherever it stands. */
function linked({ text, link }: MessageRecord): Html {
	if (link === null) return html`${text}`;
	const parts = text.split(link);
	return html`${parts.map((part, index) =>
		index === 0 ? html`${part}` : html`<a href="${link}">${link}</a>${part}`,
	)}`;
}

function head(message: MessageRecord): Html {
	return html`<div class="head">
		${providerTag(message.provider)}<b>${message.to}</b>
		<span class="right">#${message.seq} · ${clock(message.at)}</span>
	</div>`;
}

function sms(message: MessageRecord): Html {
	return html`<article class="card">
		${head(message)}
		<div class="bubble">${linked(message)}</div>
		${message.link === null &&
		html`<span class="tag fault">no [LINK] in the text: the customer can't pay</span>`}
		${foldedFields(`m${message.seq}`, message.fields)}
	</article>`;
}

function email(message: MessageRecord): Html {
	const inText = message.link !== null && message.text.includes(message.link);
	return html`<article class="card">
		${head(message)}
		<div class="subject">${message.subject}</div>
		<p class="letter">${linked(message)}</p>
		${!inText &&
		message.link !== null &&
		html`<a class="button" href="${message.link}">Ödeme sayfasını aç</a>`}
		${foldedFields(`m${message.seq}`, message.fields)}
	</article>`;
}

function column(title: string, total: number, shown: Html[], hint: string): Html {
	return html`<section>
		<h2>${title} <small>${total}</small></h2>
		${shown.length > 0 ? shown : emptyState('Nothing yet', hint)}
	</section>`;
}

/** SMS and e-mails, newest first. */
export function inbox(
	messages: MessageRecord[],
	counts: { sms: number; email: number },
	limit: number,
): Html {
	const latest = messages.slice(-limit).reverse();
	const of = (channel: MessageRecord['channel']) => latest.filter((m) => m.channel === channel);
	return html`<div class="columns">
			${column('SMS', counts.sms, of('sms').map(sms), 'A sent SMS shows here at once.')}
			${column('E-mail', counts.email, of('email').map(email), 'A sent e-mail shows here at once.')}
		</div>
		${messages.length > limit &&
		html`<p class="foot">
			The latest ${limit} messages.
			<a href="/?limit=${messages.length}">Show all ${messages.length}</a>
		</p>`}`;
}
