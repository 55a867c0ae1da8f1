import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { AnswerBook } from '../answers';
import type { CallbackSender } from '../callbacks';
import type { FaultBook } from '../faults';
import { PaymentRefused, payLink, payRequest, paySchema } from '../payments';
import type { Context } from '../service';
import { answersPage } from './answers';
import { connect } from './connect';
import { faultPage } from './faults';
import { type Html, html } from './html';
import { inbox } from './inbox';
import { sendPage } from './layout';
import { linksAndRequests } from './links';
import { linkPage, requestPage, unknownLinkPage, type PaymentPageState } from './payment';
import { REFRESH_SCRIPT } from './refresh';
import { requestList } from './requests';

/** Messages and requests that a page shows unless asked for more. */
const PAGE_LIMIT = 100;

const querySchema = z.object({
	tab: z
		.enum(['inbox', 'links', 'refused', 'requests', 'faults', 'answers', 'connect'])
		.catch('inbox'),
	limit: z.coerce.number().int().min(1).catch(PAGE_LIMIT),
});

type Tab = z.infer<typeof querySchema>['tab'];

export interface PageContext {
	context: Context;
	faults: FaultBook;
	answers: AnswerBook;
	callbacks: CallbackSender;
	reset: () => void;
}

function header({ context, faults }: PageContext, tab: Tab): Html {
	const { counts, links, paymentRequests } = context.store;
	const rules = faults.list().length;
	const item = (name: Tab, title: string, count?: number, look = '') => {
		const number = html`<span class="n ${count ? look : ''}">${count}</span>`;
		const on = name === tab ? 'on' : '';
		return html`<a href="/?tab=${name}" class="${on}"
			>${title} ${count !== undefined && number}</a
		>`;
	};
	const stat = (value: number, name: string) =>
		html`<div class="stat"><b>${value}</b><span>${name}</span></div>`;
	const accepted = Object.values(counts.accepted).reduce((sum, count) => sum + count, 0);
	return html`<header>
		<div class="bar">
			<div class="brand">
				<div class="logo">₺</div>
				<div>
					<h1>Payment sandbox</h1>
					<p>Plays PayTR and Payfull at <code>${context.url()}</code></p>
				</div>
				<div class="stats">
					${stat(accepted, 'accepted')}${stat(counts.refused, 'refused')}${stat(
						counts.payments,
						'paid',
					)}
					<form method="post" action="/reset"><button class="plain">Reset</button></form>
				</div>
			</div>
			<nav>
				${item('inbox', 'Inbox', counts.messages)}${item(
					'links',
					'Links and requests',
					links.size + paymentRequests.size,
				)}
				${item('refused', 'Refused', counts.refused, 'bad')}${item(
					'requests',
					'All calls',
					counts.requests,
				)}${item('faults', 'Faults', rules, 'warn')}${item('answers', 'Answers')}${item(
					'connect',
					'Connect',
				)}
			</nav>
		</div>
	</header>`;
}

function content({ context, faults, answers }: PageContext, tab: Tab, limit: number): Html {
	const { store } = context;
	if (tab === 'connect' || (tab === 'inbox' && store.counts.requests === 0)) {
		return connect(context.url(), context.options.credentials);
	}
	if (tab === 'inbox') return inbox(store.messages, store.counts, limit);
	if (tab === 'faults') return faultPage(faults.list());
	if (tab === 'answers') return answersPage(answers.get());
	if (tab === 'refused') {
		const refused = store.requests.filter(({ outcome }) => outcome === 'refused');
		return requestList(refused, limit, 'A refused call shows here, with what was wrong with it.');
	}
	if (tab === 'requests') return requestList(store.requests, limit, 'Every call shows here.');
	const requests = [...store.paymentRequests.values()].slice(-limit);
	return linksAndRequests(store.linkStates(limit), requests, store.payments, store.callbacks);
}

/** The way back after a form, with what came of the payment. */
function backTo(reply: FastifyReply, path: string, state: PaymentPageState) {
	return reply.redirect(`${path}?${new URLSearchParams({ ...state })}`, 303);
}

const stateSchema = z.object({ paid: z.string().optional(), refused: z.string().optional() });

/** A browser's form: an unticked box is absent. */
const formSchema = z.object({
	fault: z.string(),
	service: z.string().optional(),
	times: z.string().optional(),
	after: z.string().optional(),
});

/** The inbox and the payment pages. */
export function servePages(app: FastifyInstance, pages: PageContext): void {
	const { context, faults, answers, callbacks, reset } = pages;
	const { store } = context;

	app.setErrorHandler((error, request, reply) => {
		if (error instanceof PaymentRefused) {
			return backTo(reply, request.url.split('?')[0], { refused: error.message });
		}
		return reply.code(error instanceof z.ZodError ? 400 : 500).send(error);
	});

	app.get('/', (request, reply) => {
		const { tab, limit } = querySchema.parse(request.query);
		return sendPage(reply, {
			title: `Payment sandbox (${store.counts.messages})`,
			body: html`${header(pages, tab)}
				<main>${content(pages, tab, limit)}</main>`,
			script: REFRESH_SCRIPT,
			version: store.version,
		});
	});

	app.post('/reset', (_request, reply) => {
		reset();
		return reply.redirect('/', 303);
	});

	app.post('/faults', (request, reply) => {
		const { fault, service, times, after } = formSchema.parse(request.body);
		const rule = {
			fault,
			...(service ? { service } : {}),
			...(times ? { times: Number(times) } : {}),
			...(after ? { after: true } : {}),
		};
		faults.add(rule);
		return reply.redirect('/?tab=faults', 303);
	});

	app.post('/faults/clear', (_request, reply) => {
		faults.clear();
		return reply.redirect('/?tab=faults', 303);
	});

	app.post('/answers', (request, reply) => {
		answers.set(request.body);
		return reply.redirect('/?tab=answers', 303);
	});

	app.get<{ Params: { id: string } }>('/link/:id', (request, reply) => {
		const link = store.links.get(request.params.id);
		const body = link
			? linkPage(link, stateSchema.parse(request.query))
			: unknownLinkPage(request.params.id);
		const title = link?.name ?? 'Link';
		return sendPage(reply.code(link ? 200 : 404), { title, body, lang: link?.lang ?? 'tr' });
	});

	app.post<{ Params: { id: string } }>('/link/:id', (request, reply) => {
		const link = store.links.get(request.params.id);
		if (!link) return reply.redirect(`/link/${encodeURIComponent(request.params.id)}`, 303);
		const { payment } = payLink(store, callbacks, link, paySchema.parse(request.body ?? {}));
		return backTo(reply, `/link/${link.id}`, { paid: payment.merchantOid });
	});

	app.get<{ Params: { hash: string } }>('/pay/:hash', (request, reply) => {
		const found = store.paymentRequests.get(request.params.hash);
		const body = found
			? requestPage(found, stateSchema.parse(request.query))
			: unknownLinkPage(request.params.hash);
		const title = found?.fields.title ?? 'Link';
		const lang = found?.fields.language ?? 'tr';
		return sendPage(reply.code(found ? 200 : 404), { title, body, lang });
	});

	app.post<{ Params: { hash: string } }>('/pay/:hash', (request, reply) => {
		const found = store.paymentRequests.get(request.params.hash);
		if (!found) return reply.redirect(`/pay/${encodeURIComponent(request.params.hash)}`, 303);
		const payment = payRequest(store, found, paySchema.parse(request.body ?? {}));
		return backTo(reply, `/pay/${found.hash}`, { paid: payment.merchantOid });
	});
}
