import { z } from 'zod';

/**
 * Questions that the providers' documents leave open, with all possible answers. The first answer
 * is the sandbox's default. Select another answer with `answers` (an option of startSandbox), with
 * `/_sandbox/answers`, or on the page.
 */
export const answersSchema = z
	.object({
		/** The HTTP status of a refusal, for both providers. */
		refusalStatus: z.enum(['200', '400', '401', '403', '422']),
		/**
		 * The field in which PayTR's link services explain a refusal. mixed: `reason` for sends,
		 * `err_msg` for others.
		 */
		reasonField: z.enum(['mixed', 'reason', 'err_msg']),
		/**
		 * The `status` of a link service's refusal. mixed: `error` for a malformed request, otherwise
		 * `failed`.
		 */
		refusalWord: z.enum(['mixed', 'failed', 'error']),
		/** The field of PayTR's create response that contains the QR code. */
		qrField: z.enum(['base64_qr', 'qr', 'qr_code']),
		/** The unit of flex_max_price: amount × 100 like the price, or lira. */
		flexMaxUnit: z.enum(['minor', 'major']),
		/** The time zone of expiry_date. */
		expiryZone: z.enum(['Europe/Istanbul', 'UTC']),
		/** The lowest price of a link. iFrame payments must be at least 1.00. */
		lowestPrice: z.enum(['none', '1.00']),
		/** The top-level status if only some links of a list were deleted. */
		partialDelete: z.enum(['success', 'failed']),
		/**
		 * A refund of an unknown order has err_no 005. Its status is `error` (PayTR's table) or
		 * `failed` (the text of PayTR's page).
		 */
		refundOfUnknown: z.enum(['error', 'failed']),
		/**
		 * The place of the rows in PayTR's reports: under a key, or under numbered keys of the
		 * response.
		 */
		reportRows: z.enum(['list', 'numbered']),
		/** Stored cards: a list, or an object with numbered keys. */
		cardList: z.enum(['array', 'object']),
		/** Whether the provider reads multipart/form-data like urlencoded data. */
		multipart: z.enum(['read', 'ignored']),
		/**
		 * A path with a trailing slash: the same service, a redirect to the path without the slash, or
		 * 404.
		 */
		trailingSlash: z.enum(['same', 'redirect', 'notFound']),
		/**
		 * The place of the rows in Payfull's daily transaction list: under a name, under `data`, or
		 * under numbered keys.
		 */
		transactionRows: z.enum(['named', 'list', 'numbered']),
		/** The place of paymentRequestHash in Payfull's response. */
		hashAt: z.enum(['data', 'top', 'none']),
		/**
		 * Accepted values of kdv: all rates, only the documented rates 0, 1, 8, 18, or only the current
		 * rates 10 and 20.
		 */
		vatRates: z.enum(['all', 'listed', 'current']),
		/** Whether Payfull's server rejects titles of 50 bytes and more, as its PHP client does. */
		titleLimit: z.enum(['none', '50 bytes']),
		/** An SMS without recipient_phone: accepted without a message, or refused. */
		smsWithoutPhone: z.enum(['taken', 'refused']),
		/** Payfull's status as a number or as text. */
		statusType: z.enum(['number', 'text']),
	})
	.strict();

export type Answers = z.infer<typeof answersSchema>;

const someAnswers = answersSchema.partial();

/** Every question with its possible answers. The default comes first. */
export const QUESTIONS = Object.entries(answersSchema.shape).map(([question, { options }]) => ({
	question,
	options: options as readonly string[],
}));

const USUAL = answersSchema.parse(
	Object.fromEntries(QUESTIONS.map(({ question, options }) => [question, options[0]])),
);

/** The current answers. */
export class AnswerBook {
	private readonly first: Answers;
	private answers: Answers;

	constructor(
		first: Partial<Answers> = {},
		private readonly changed: () => void = () => {},
	) {
		this.first = { ...USUAL, ...someAnswers.parse(first) };
		this.answers = this.first;
	}

	get(): Answers {
		return this.answers;
	}

	/** Changes some answers. Throws a ZodError for an unknown question or answer. */
	set(some: unknown): Answers {
		this.answers = { ...this.answers, ...someAnswers.parse(some) };
		this.changed();
		return this.answers;
	}

	/** Restores the answers that the start options gave. */
	reset(): void {
		this.answers = this.first;
		this.changed();
	}
}
