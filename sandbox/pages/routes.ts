import type { FastifyInstance } from 'fastify';
import type { CallbackSender } from '../callbacks';
import type { FaultBook } from '../faults';
import type { Context } from '../service';

export interface PageContext {
	context: Context;
	faults: FaultBook;
	callbacks: CallbackSender;
	reset: () => void;
}

export function servePages(app: FastifyInstance, { context }: PageContext): void {
	app.get('/', (_request, reply) => reply.type('text/html').send(`<pre>${context.store.version}`));
}
