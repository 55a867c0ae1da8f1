import { z } from 'zod';

/** One request and its response as they are saved: without secrets, personal data and tokens. */
export const exchangeSchema = z
	.object({
		step: z.string(),
		/** PayTR: the path; Payfull: e.g. `Set Request`. */
		service: z.string(),
		/** Without the signature. */
		sent: z.record(z.string()),
		/**
		 * Whether the provider carried out the request. If the response was unclear, the person
		 * decided. Absent if nobody knows.
		 */
		truth: z.enum(['accepted', 'refused']).optional(),
		/** Absent if there was no response. `noAnswer` then gives the reason. */
		answer: z
			.object({ statusCode: z.number().int(), contentType: z.string(), body: z.string() })
			.strict()
			.optional(),
		noAnswer: z.string().optional(),
		/** The body's values were replaced by their types, because they may be the store's accounts. */
		shapeOnly: z.literal(true).optional(),
	})
	.strict();

export const findingSchema = z
	.object({ question: z.string(), asked: z.string(), answer: z.string(), why: z.string() })
	.strict();

/** The results of one run of the check, in the format of the fixture file. */
export const fixtureSchema = z
	.object({
		provider: z.enum(['PayTR', 'Payfull']),
		/** The source of the responses: the provider's own service, or this repository's sandbox. */
		source: z.enum(['live', 'sandbox']),
		day: z.string().regex(/^\d{4}-\d\d-\d\d$/),
		findings: z.array(findingSchema),
		exchanges: z.array(exchangeSchema),
	})
	.strict();

export type Exchange = z.infer<typeof exchangeSchema>;
export type Finding = z.infer<typeof findingSchema>;
export type Fixture = z.infer<typeof fixtureSchema>;
