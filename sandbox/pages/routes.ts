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
import { header, type Tab, TABS } from './header';
import { type Html, html } from './html';
import { firstStep, inbox } from './inbox';
import { sendPage } from './layout';
import { linksAndRequests } from './links';
import { linkPage, requestPage, unknownLinkPage, type PaymentPageState } from './payment';
import { REFRESH_SCRIPT } from './refresh';
import { requestList } from './requests';
import { PAGE_WORDS, pageLanguage, type PageWords } from './words';

/** The number of messages and requests that a page shows by default. */
const PAGE_LIMIT = 100;

const querySchema = z.object({
	tab: z.enum(TABS).catch('inbox'),
	limit: z.coerce.number().int().min(1).catch(PAGE_LIMIT),
	language: z.string().optional().catch(undefined),
});

export interface PageContext {
	context: Context;
	faults: FaultBook;
	answers: AnswerBook;
	callbacks: CallbackSender;
	reset: () => void;
}

function content(
	{ context, faults, answers }: PageContext,
	tab: Tab,
	limit: number,
	words: PageWords,
): Html {
	const { store } = context;
	if (tab === 'connect') return connect(context.url(), context.options.credentials);
	if (tab === 'inbox') {
		return store.counts.messages === 0 ? firstStep(words) : inbox(store, limit, words);
	}
	if (tab === 'faults') return faultPage(faults.list());
	if (tab === 'answers') return answersPage(answers.get());
	if (tab === 'refused') {
		const refused = store.requests.filter(({ outcome }) => outcome === 'refused');
		return requestList(refused, limit, { title: words.noRefused, text: words.noRefusedHint });
	}
	if (tab === 'requests') {
		return requestList(store.requests, limit, {
			title: 'No calls yet',
			text: 'Every call appears here.',
		});
	}
	return linksAndRequests(store, limit, words);
}

/** Redirects back after a form, with the result of the payment. */
function backTo(reply: FastifyReply, path: string, state: PaymentPageState) {
	return reply.redirect(`${path}?${new URLSearchParams({ ...state })}`, 303);
}

const stateSchema = z.object({ paid: z.string().optional(), refused: z.string().optional() });

/** The form as a browser sends it: an unchecked box is absent. */
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
		const { tab, limit, language: chosen } = querySchema.parse(request.query);
		const language = pageLanguage(chosen, request.headers);
		const words = PAGE_WORDS[language];
		if (chosen !== undefined) {
			const cookie = `sandbox_language=${language}; Path=/; SameSite=Lax; Max-Age=31536000`;
			void reply.header('set-cookie', cookie);
		}
		const faultRules = faults.list().length;
		return sendPage(reply, {
			title: `${words.title} (${store.counts.messages})`,
			lang: language,
			body: html`${header({ store, url: context.url(), faultRules, tab, words, language })}
				<main>${content(pages, tab, limit, words)}</main>`,
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
