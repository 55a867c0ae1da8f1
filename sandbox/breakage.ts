/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development tool, never packed */
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { FastifyReply } from 'fastify';
import type { FaultRule } from './faults';
import type { Body } from './service';

const HTML_PAGE = (title: string) =>
	`<!DOCTYPE html><html lang="tr"><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1><p>Lütfen daha sonra tekrar deneyin.</p></body></html>`;

const JSON_TYPE = 'application/json; charset=utf-8';
const DRIP_MS = 200;
const HUGE_BYTES = 400_000_000;

/**
 * `answer` is the correct response to an accepted request, or otherwise the response to a valid
 * request.
 */
type Break = (reply: FastifyReply, rule: FaultRule, answer: Body) => unknown;

const page =
	(status: number, title: string): Break =>
	(reply) =>
		reply.code(status).type('text/html; charset=utf-8').send(HTML_PAGE(title));

const text =
	(body: string): Break =>
	(reply) =>
		reply.code(200).type(JSON_TYPE).send(body);

const reset: Break = (reply) => {
	reply.hijack();
	const { socket } = reply.raw;
	socket?.resetAndDestroy();
};

/** Doesn't respond until the client disconnects or `ms` have passed. */
const hang: Break = (reply, { ms }) => {
	reply.hijack();
	const { socket } = reply.raw;
	if (ms === undefined || !socket) return;
	const timer = setTimeout(() => socket.destroy(), ms);
	reply.raw.on('close', () => clearTimeout(timer));
};

/** Announces the full length, sends half of the response, and closes the connection. */
const truncate: Break = (reply, _rule, answer) => {
	const body = Buffer.from(JSON.stringify(answer));
	reply.hijack();
	const socket: Socket | null = reply.raw.socket;
	reply.raw.writeHead(200, {
		'content-type': JSON_TYPE,
		'content-length': body.length,
	});
	reply.raw.write(body.subarray(0, Math.floor(body.length / 2)), () => socket?.destroy());
};

const jsonStream = (reply: FastifyReply, chunks: AsyncIterable<Buffer> | Iterable<Buffer>) =>
	reply.code(200).type(JSON_TYPE).send(Readable.from(chunks));

/**
 * Sends the response byte by byte, and then spaces forever. The connection is never idle and never
 * ends.
 */
const drip: Break = (reply, { ms = DRIP_MS }, answer) => {
	async function* bytes() {
		const text = Buffer.from(JSON.stringify(answer));
		for (let at = 0; ; at++) {
			yield at < text.length ? text.subarray(at, at + 1) : Buffer.from(' ');
			await sleep(ms);
		}
	}
	return jsonStream(reply, bytes());
};

/** JSON of this length, generated while it is sent. */
const huge: Break = (reply, { bytes = HUGE_BYTES }) => {
	function* parts() {
		const [head, tail] = [Buffer.from('{"status":"success","text":"'), Buffer.from('"}')];
		const piece = Buffer.alloc(64 * 1024, 'x');
		yield head;
		let left = bytes - head.length - tail.length;
		for (; left > 0; left -= piece.length) yield piece.subarray(0, left);
		yield tail;
	}
	return jsonStream(reply, parts());
};

/** Announces gzip, but the body becomes invalid after its beginning. */
const gzip =
	(spoil: (zipped: Buffer) => Buffer): Break =>
	(reply, _rule, answer) =>
		reply
			.code(200)
			.header('content-encoding', 'gzip')
			.type(JSON_TYPE)
			.send(spoil(gzipSync(JSON.stringify(answer))));

function tellWhen(reply: FastifyReply, { retryAfter }: FaultRule): void {
	if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
}

/** How each fault damages the response. latency and refuse don't damage it. */
const BREAKS: Partial<Record<FaultRule['fault'], Break>> = {
	http500: page(500, 'Internal Server Error'),
	http500After: page(500, 'Internal Server Error'),
	http403: page(403, 'Forbidden'),
	http429: (reply, rule, answer) => {
		tellWhen(reply, rule);
		return page(429, 'Too Many Requests')(reply, rule, answer);
	},
	http429Success: (reply, rule, answer) => {
		tellWhen(reply, rule);
		return reply.code(429).send(answer);
	},
	answer: (reply, { httpStatus = 200, body }, answer) => {
		const said = body ?? answer;
		const whole = typeof said === 'string' ? said : JSON.stringify(said);
		return reply.code(httpStatus).type(JSON_TYPE).send(whole);
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
	drip,
	huge,
	// The header of ten bytes is followed by invalid deflate data.
	brokenGzip: gzip((zipped) => Buffer.concat([zipped.subarray(0, 10), Buffer.alloc(40, 0xff)])),
	cutGzip: gzip((zipped) => zipped.subarray(0, zipped.length - 12)),
};

/** Whether a fault damages the response itself. */
export function breaksAnswer(rule: FaultRule): boolean {
	return BREAKS[rule.fault] !== undefined;
}

/** Sends the damaged response. */
export function breakAnswer(reply: FastifyReply, rule: FaultRule, answer: Body): unknown {
	return BREAKS[rule.fault]?.(reply, rule, answer);
}
