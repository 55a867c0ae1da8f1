import { z } from 'zod';

/** One request and what came back, as it is kept: without secrets, people and tokens. */
export const exchangeSchema = z
	.object({
		step: z.string(),
		/** PayTR: the path; Payfull: e.g. `Set Request`. */
		service: z.string(),
		/** Without the signature. */
		sent: z.record(z.string()),
		/** Whether it was carried out: in doubt the person was asked. Absent where nobody knows. */
		truth: z.enum(['accepted', 'refused']).optional(),
		/** Absent when none came; then `noAnswer` says why. */
		answer: z
			.object({ statusCode: z.number().int(), contentType: z.string(), body: z.string() })
			.strict()
			.optional(),
		noAnswer: z.string().optional(),
		/** The body's values were replaced by their types: it may hold the store's accounts. */
		shapeOnly: z.literal(true).optional(),
	})
	.strict();

export const findingSchema = z
	.object({ question: z.string(), asked: z.string(), answer: z.string(), why: z.string() })
	.strict();

/** What one run of the check found, as it is checked in. */
export const fixtureSchema = z
	.object({
		provider: z.enum(['PayTR', 'Payfull']),
		/** Which service answered: the provider's own, or the sandbox of this repository. */
		source: z.enum(['live', 'sandbox']),
		day: z.string().regex(/^\d{4}-\d\d-\d\d$/),
		findings: z.array(findingSchema),
		exchanges: z.array(exchangeSchema),
	})
	.strict();

export type Exchange = z.infer<typeof exchangeSchema>;
export type Finding = z.infer<typeof findingSchema>;
export type Fixture = z.infer<typeof fixtureSchema>;
