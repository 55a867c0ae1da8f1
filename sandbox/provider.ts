/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { breakAnswer, breaksAnswer } from './breakage';
import { acceptsFirst, type FaultBook, type FaultRule } from './faults';
import { without } from './fields';
import type { Context, ProviderApi, Verdict } from './service';
import type { Fields, JsonObject, RequestRecord } from './types';

/** Default lateness of the fault `latency`. */
const LATENCY_MS = 2000;

declare module 'fastify' {
	interface FastifyRequest {
		/** Takes the request out of the count of those in flight. */
		leave: () => void;
	}
}

/**
 * The fields of a form body; none for any other type of body, as PHP's $_POST has none. Of a
 * repeated name the last one counts, as in PHP.
 */
function formFields(request: FastifyRequest): Fields {
	const type = request.headers['content-type'] ?? '';
	if (!type.startsWith('application/x-www-form-urlencoded')) return {};
	return typeof request.body === 'string'
		? Object.fromEntries(new URLSearchParams(request.body))
		: {};
}

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

/** What is decided about a request, at once and for good: the fault, the deed and its record. */
function decide(
	api: ProviderApi,
	request: FastifyRequest,
	context: Context,
	faults: FaultBook,
): { verdict: Verdict | undefined; fault: FaultRule | undefined } {
	const fields = formFields(request);
	const path = request.routeOptions.url ?? '';
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
	return { verdict, fault };
}

function delayOf(fault: FaultRule | undefined, latencyMs: number): number {
	if (!fault || /^(hang|drip)/.test(fault.fault)) return latencyMs;
	return latencyMs + (fault.ms ?? (fault.fault === 'latency' ? LATENCY_MS : 0));
}

/**
 * Serves one provider's paths: decides, waits as latency says, answers. The deed comes first and
 * the waiting after it, so a caller who gives up has been served all the same, as in real life.
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
	// Before the answer's first byte: a caller who has its answer is never counted beside the next.
	app.addHook('onSend', (request, _reply, _payload, done) => {
		request.leave();
		done();
	});

	const handle = async (request: FastifyRequest, reply: FastifyReply) => {
		const { verdict, fault } = decide(api, request, context, faults);
		const answer: JsonObject | undefined = await verdict?.answer;
		const delay = delayOf(fault, context.options.latencyMs);
		if (delay > 0) await sleep(delay, undefined, { signal: closing }).catch(() => {});
		if (fault && breaksAnswer(fault)) {
			if (!fault.fault.startsWith('hang')) request.leave();
			await breakAnswer(reply, fault, answer ?? api.success);
			return reply;
		}
		return reply.code(200).send(answer);
	};
	for (const path of api.paths) app.post(path, handle);
}
