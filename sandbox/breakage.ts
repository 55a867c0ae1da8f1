/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development tool, never packed */
import type { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';
import type { FaultRule } from './faults';
import type { JsonObject } from './types';

const HTML_PAGE = (title: string) =>
	`<!DOCTYPE html><html lang="tr"><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1><p>Lütfen daha sonra tekrar deneyin.</p></body></html>`;

type Break = (reply: FastifyReply, rule: FaultRule, answer: JsonObject | undefined) => unknown;

const page =
	(status: number, title: string): Break =>
	(reply) =>
		reply.code(status).type('text/html; charset=utf-8').send(HTML_PAGE(title));

const text =
	(body: string): Break =>
	(reply) =>
		reply.code(200).type('application/json; charset=utf-8').send(body);

const reset: Break = (reply) => {
	reply.hijack();
	const { socket } = reply.raw;
	socket?.resetAndDestroy();
};

/** Says nothing until the other side leaves, or for `ms`. */
const hang: Break = (reply, { ms }) => {
	reply.hijack();
	const { socket } = reply.raw;
	if (ms === undefined || !socket) return;
	const timer = setTimeout(() => socket.destroy(), ms);
	reply.raw.on('close', () => clearTimeout(timer));
};

/** Half of an answer whose whole length was announced, then the connection is gone. */
const truncate: Break = (reply, _rule, answer) => {
	const body = Buffer.from(JSON.stringify(answer ?? {}));
	reply.hijack();
	const socket: Socket | null = reply.raw.socket;
	reply.raw.writeHead(200, {
		'content-type': 'application/json; charset=utf-8',
		'content-length': body.length,
	});
	reply.raw.write(body.subarray(0, Math.floor(body.length / 2)), () => socket?.destroy());
};

/** How each fault spoils the answer; latency and refuse leave it whole. */
const BREAKS: Partial<Record<FaultRule['fault'], Break>> = {
	http500: page(500, 'Internal Server Error'),
	http500After: page(500, 'Internal Server Error'),
	http403: page(403, 'Forbidden'),
	http429: (reply, rule, answer) => {
		if (rule.retryAfter !== undefined) reply.header('retry-after', String(rule.retryAfter));
		return page(429, 'Too Many Requests')(reply, rule, answer);
	},
	html: page(200, 'Bakım Çalışması'),
	empty: text(''),
	badJson: text('{"status":"succ'),
	otherJson: text('{"durum":"tamam","sonuc":[1,2,3]}'),
	resetBefore: reset,
	resetAfter: reset,
	hangBefore: hang,
	hangAfter: hang,
	truncate,
};

/** Whether a fault spoils the answer itself. */
export function breaksAnswer(rule: FaultRule): boolean {
	return BREAKS[rule.fault] !== undefined;
}

/** Sends what the fault makes of the answer. */
export function breakAnswer(
	reply: FastifyReply,
	rule: FaultRule,
	answer: JsonObject | undefined,
): unknown {
	return BREAKS[rule.fault]?.(reply, rule, answer);
}
