/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { breakAnswer, breaksAnswer } from './breakage';
import { acceptsFirst, type FaultBook, type FaultRule } from './faults';
import { without } from './fields';
import type { Answers } from './answers';
import type { Context, ProviderApi, Verdict } from './service';
import type { Fields, RequestRecord } from './types';

/** The default delay of the fault `latency`. */
const LATENCY_MS = 2000;

declare module 'fastify' {
	interface FastifyRequest {
		/** Removes the request from the count of requests in flight. */
		leave: () => void;
	}
}

/** The fields of a multipart body, without its files. A broken body has none. */
async function partFields(request: FastifyRequest): Promise<Fields> {
	const fields: Fields = {};
	try {
		for await (const part of request.parts()) {
			if (part.type === 'field') fields[part.fieldname] = String(part.value);
			else part.file.resume();
		}
	} catch {
		return {};
	}
	return fields;
}

/**
 * The fields of a form body. As in PHP's $_POST, other types of body have no fields, and the last
 * value of a repeated name counts.
 */
async function formFields(request: FastifyRequest, { multipart }: Answers): Promise<Fields> {
	if (request.isMultipart()) return multipart === 'read' ? await partFields(request) : {};
	const type = request.headers['content-type'] ?? '';
	if (!type.startsWith('application/x-www-form-urlencoded')) return {};
	return typeof request.body === 'string'
		? Object.fromEntries(new URLSearchParams(request.body))
		: {};
}

/** The path without a trailing slash, which some of PayTR's samples use. */
const pathOf = (request: FastifyRequest) => (request.routeOptions.url ?? '').replace(/\/$/, '');

function describe(verdict: Verdict | undefined, fault: FaultRule | undefined) {
	const broken = fault !== undefined && breaksAnswer(fault);
	const outcome: RequestRecord['outcome'] = broken
		? 'fault'
		: verdict?.accepted
			? 'accepted'
			: 'refused';
	const struck = fault ? { fault: fault.fault } : {};
	if (!verdict) return { accepted: false, outcome, ...struck };
	if (verdict.accepted) return { accepted: true, note: verdict.note, outcome, ...struck };
	const { reason, code, note, expectedMessage, receivedMessage } = verdict;
	const why = { reason, code, note, expectedMessage, receivedMessage };
	return { accepted: false, ...why, outcome, ...struck };
}

/**
 * Decides about a request immediately: the fault, the effect and the record. The decision never
 * changes later.
 */
function decide(
	api: ProviderApi,
	request: FastifyRequest,
	fields: Fields,
	context: Context,
	faults: FaultBook,
): { verdict: Verdict | undefined; fault: FaultRule | undefined; service: string } {
	const path = pathOf(request);
	const service = api.serviceOf(path, fields);
	const fault = faults.strike(service, fields);
	let verdict: Verdict | undefined;
	if (fault?.fault === 'refuse') verdict = api.refuse(service, fault, fields);
	else if (!fault || acceptsFirst(fault)) verdict = api.decide(service, fields, context);
	const requestId = request.headers['x-request-id'];
	context.store.addRequest({
		provider: api.provider,
		service,
		path,
		fields: without(fields, api.signatureField),
		...describe(verdict, fault),
		...(typeof requestId === 'string' ? { requestId } : {}),
	});
	return { verdict, fault, service };
}

function delayOf(fault: FaultRule | undefined, latencyMs: number): number {
	if (!fault || /^(hang|drip)/.test(fault.fault)) return latencyMs;
	return latencyMs + (fault.ms ?? (fault.fault === 'latency' ? LATENCY_MS : 0));
}

/**
 * Serves one provider's paths: decides, waits for the latency, and responds. The change happens
 * before the wait, so a request takes effect even if its client disconnects.
 */
export function serveProvider(
	app: FastifyInstance,
	api: ProviderApi,
	context: Context,
	faults: FaultBook,
	closing: AbortSignal,
): void {
	app.addHook('onRequest', (request, reply, done) => {
		context.store.connected(request.raw.socket);
		request.leave = context.store.enter();
		reply.raw.on('close', request.leave);
		done();
	});
	// Runs before the first byte of the response. Otherwise a client's next request could be counted
	// together with a request whose response it already has.
	app.addHook('onSend', (request, _reply, _payload, done) => {
		request.leave();
		done();
	});

	const handle = async (request: FastifyRequest, reply: FastifyReply) => {
		const answers = context.answers();
		if (request.url.split('?')[0].endsWith('/') && answers.trailingSlash !== 'same') {
			return answers.trailingSlash === 'redirect'
				? await reply.redirect(pathOf(request), 301)
				: await reply.callNotFound();
		}
		const fields = await formFields(request, answers);
		const { verdict, fault, service } = decide(api, request, fields, context, faults);
		const made = await verdict?.answer;
		const answer = verdict && made ? api.say(answers, service, verdict, made) : made;
		const delay = delayOf(fault, context.options.latencyMs);
		if (delay > 0) await sleep(delay, undefined, { signal: closing }).catch(() => {});
		if (fault && breaksAnswer(fault)) {
			if (!fault.fault.startsWith('hang')) request.leave();
			await breakAnswer(reply, fault, answer ?? api.success);
			return reply;
		}
		const status = verdict?.accepted === false ? Number(answers.refusalStatus) : 200;
		return reply.code(status).send(answer);
	};
	for (const path of api.paths) {
		app.post(path, handle);
		app.post(`${path}/`, handle);
	}
}
