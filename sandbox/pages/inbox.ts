import type { Store } from '../state';
import type { MessageRecord } from '../types';
import { type Html, html } from './html';
import { clock } from './layout';
import { emptyState, foldedFields, paidTag, providerTag } from './parts';
import type { PageWords } from './words';

/** The text of a message, in which the message's own link is clickable. */
function linked({ text, link }: MessageRecord): Html {
	if (link === null) return html`${text}`;
	const parts = text.split(link);
	return html`${parts.map((part, index) =>
		index === 0 ? html`${part}` : html`<a href="${link}">${link}</a>${part}`,
	)}`;
}

interface Context {
	words: PageWords;
	/** Links and payment requests that were paid. */
	paid: Set<string | undefined>;
}

function head(message: MessageRecord, { words, paid }: Context): Html {
	const isPaid = paid.has(message.linkId ?? message.paymentRequestHash);
	return html`<div class="head">
		${providerTag(message.provider)}<b>${message.to}</b>${isPaid && paidTag(words)}
		<span class="right">#${message.seq} · ${clock(message.at)}</span>
	</div>`;
}

function sms(message: MessageRecord, context: Context): Html {
	const { words } = context;
	return html`<article class="card">
		${head(message, context)}
		<div class="bubble">${linked(message)}</div>
		${message.link === null && html`<span class="tag fault">${words.noLink}</span>`}
		${foldedFields(`m${message.seq}`, message.fields, words.fields)}
	</article>`;
}

function email(message: MessageRecord, context: Context): Html {
	const { words } = context;
	const inText = message.link !== null && message.text.includes(message.link);
	return html`<article class="card">
		${head(message, context)}
		<div class="subject">${message.subject}</div>
		<p class="letter">${linked(message)}</p>
		${!inText &&
		message.link !== null &&
		html`<a class="button" href="${message.link}">${words.openPage}</a>`}
		${foldedFields(`m${message.seq}`, message.fields, words.fields)}
	</article>`;
}

function column(
	words: PageWords,
	{ title, hint }: { title: string; hint: string },
	messages: MessageRecord[],
	limit: number,
	card: (message: MessageRecord) => Html,
): Html {
	const all = messages.length;
	const count = all > limit ? words.latest(limit, all) : all;
	return html`<section>
		<h2>${title} <small>${count}</small></h2>
		${all > 0 ? messages.slice(-limit).reverse().map(card) : emptyState(words.empty, hint)}
		${all > limit && html`<p class="foot"><a href="/?limit=${all}">${words.showAll(all)}</a></p>`}
	</section>`;
}

/** The first steps, shown as long as the inbox is empty. */
export function firstStep(words: PageWords): Html {
	return html`<div class="empty first">
		<b>${words.firstStep}</b>
		<ol>
			${words.steps.map((step) => html`<li>${step}</li>`)}
		</ol>
		<p class="note">${words.ownN8n} <a href="/?tab=connect">${words.tabs.connect}</a></p>
	</div>`;
}

/** SMS and e-mails in two columns, newest first, each with its own limit. */
export function inbox({ messages, payments }: Store, limit: number, words: PageWords): Html {
	const paid = new Set(
		payments.map(({ linkId, paymentRequestHash }) => linkId ?? paymentRequestHash),
	);
	const context = { words, paid };
	const of = (channel: MessageRecord['channel']) => messages.filter((m) => m.channel === channel);
	return html`<div class="columns">
		${column(words, { title: words.sms, hint: words.noSms }, of('sms'), limit, (message) =>
			sms(message, context),
		)}
		${column(words, { title: words.email, hint: words.noEmail }, of('email'), limit, (message) =>
			email(message, context),
		)}
	</div>`;
}
