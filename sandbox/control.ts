import type { FastifyInstance, FastifyReply } from 'fastify';
import { z, ZodError } from 'zod';
import type { AnswerBook } from './answers';
import type { CallbackSender } from './callbacks';
import { faultRuleSchema, type FaultBook } from './faults';
import { PaymentRefused, payLink, payRequest, paySchema } from './payments';
import type { Store } from './state';

const limitSchema = z.object({ limit: z.coerce.number().int().min(0).optional() });
const rulesSchema = z.array(faultRuleSchema);

function badRequest(reply: FastifyReply, error: unknown) {
	if (error instanceof ZodError) {
		const message = error.issues
			.map(({ path, message: text }) => `${path.join('.') || 'body'}: ${text}`)
			.join('; ');
		return reply.code(400).send({ error: message });
	}
	if (error instanceof PaymentRefused) return reply.code(409).send({ error: error.message });
	throw error;
}

/**
 * The sandbox's JSON interface. Tests in other processes use it to control and read the sandbox.
 */
export function serveControl(
	app: FastifyInstance,
	{
		store,
		faults,
		answers,
		callbacks,
		reset,
	}: {
		store: Store;
		faults: FaultBook;
		answers: AnswerBook;
		callbacks: CallbackSender;
		reset: () => void;
	},
): void {
	app.setErrorHandler((error, _request, reply) => badRequest(reply, error));

	app.get('/_sandbox/state', (request) => store.snapshot(limitSchema.parse(request.query).limit));

	app.get('/_sandbox/version', () => ({ version: store.version }));

	app.get('/_sandbox/faults', () => faults.list());

	app.post('/_sandbox/faults', (request) => {
		const rules = rulesSchema.parse(Array.isArray(request.body) ? request.body : [request.body]);
		return rules.map((rule) => faults.add(rule));
	});

	app.delete('/_sandbox/faults', () => {
		faults.clear();
		return { cleared: true };
	});

	app.get('/_sandbox/answers', () => answers.get());

	app.post('/_sandbox/answers', (request) => answers.set(request.body));

	app.delete('/_sandbox/answers', () => {
		answers.reset();
		return answers.get();
	});

	app.post('/_sandbox/reset', () => {
		reset();
		return { reset: true };
	});

	/** Pays a link or a payment request. Responds after the first round of notifications. */
	app.post<{ Params: { id: string } }>('/_sandbox/pay/:id', async (request, reply) => {
		const input = paySchema.parse(request.body ?? {});
		const link = store.links.get(request.params.id);
		if (link) {
			const paid = payLink(store, callbacks, link, input);
			return { payment: paid.payment, callbacks: await paid.callbacks };
		}
		const paymentRequest = store.paymentRequests.get(request.params.id);
		if (paymentRequest) {
			return { payment: payRequest(store, paymentRequest, input), callbacks: [] };
		}
		return await reply.code(404).send({ error: `No link or payment request ${request.params.id}` });
	});
}
