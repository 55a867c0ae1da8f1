import { z } from 'zod';

/**
 * What no document of the providers' settles, each with the answers that are possible; the first
 * is the one that the sandbox gives unless told otherwise. A change of `answers` (an option of
 * startSandbox, `/_sandbox/answers`, the page's tab) makes it play the other side.
 */
export const answersSchema = z
	.object({
		/** HTTP status of a refusal, of both providers. */
		refusalStatus: z.enum(['200', '400', '401', '403', '422']),
		/** Which field of PayTR's link services explains a refusal; mixed: sends `reason`, others `err_msg`. */
		reasonField: z.enum(['mixed', 'reason', 'err_msg']),
		/** `status` of the link services' refusals; mixed: `error` for a wrong request, else `failed`. */
		refusalWord: z.enum(['mixed', 'failed', 'error']),
		/** Field of PayTR's create answer that carries the QR code. */
		qrField: z.enum(['base64_qr', 'qr', 'qr_code']),
		/** Unit of flex_max_price: amount × 100 like the price, or lira. */
		flexMaxUnit: z.enum(['minor', 'major']),
		/** Time zone of expiry_date. */
		expiryZone: z.enum(['Europe/Istanbul', 'UTC']),
		/** Lowest price of a link: iFrame payments must be at least 1.00. */
		lowestPrice: z.enum(['none', '1.00']),
		/** Top-level status when some links of a list were deleted and some weren't. */
		partialDelete: z.enum(['success', 'failed']),
		/** Refund of an unknown order: err_no 005 as error (its table), or failed (its page's text). */
		refundOfUnknown: z.enum(['error', 'failed']),
		/** Where PayTR's reports hold their rows: under a key, or as numbered keys of the answer. */
		reportRows: z.enum(['list', 'numbered']),
		/** Stored cards: a list, or an object with numbered keys. */
		cardList: z.enum(['array', 'object']),
		/** Whether multipart/form-data is read like urlencoded. */
		multipart: z.enum(['read', 'ignored']),
		/** A path with a slash at its end: the same service, a redirect to the one without, or nothing. */
		trailingSlash: z.enum(['same', 'redirect', 'notFound']),
		/** How Payfull's daily transaction list returns its rows: under a name, under `data`, or numbered. */
		transactionRows: z.enum(['named', 'list', 'numbered']),
		/** Where Payfull's answer carries paymentRequestHash. */
		hashAt: z.enum(['data', 'top', 'none']),
		/** kdv: the listed 0, 1, 8, 18 and today's 10, 20; the listed ones only; today's only. */
		vatRates: z.enum(['all', 'listed', 'current']),
		/** Whether Payfull's server refuses titles of 50 bytes and more, as its PHP client does. */
		titleLimit: z.enum(['none', '50 bytes']),
		/** An SMS without recipient_phone: taken without a message, or refused. */
		smsWithoutPhone: z.enum(['taken', 'refused']),
		/** Payfull's status as a number or as text. */
		statusType: z.enum(['number', 'text']),
	})
	.strict();

export type Answers = z.infer<typeof answersSchema>;

const someAnswers = answersSchema.partial();

/** Every question with its possible answers, the usual one first. */
export const QUESTIONS = Object.entries(answersSchema.shape).map(([question, { options }]) => ({
	question,
	options: options as readonly string[],
}));

const USUAL = answersSchema.parse(
	Object.fromEntries(QUESTIONS.map(({ question, options }) => [question, options[0]])),
);

/** The answers in force. */
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

	/** Changes some. Throws a ZodError for a question or an answer that isn't known. */
	set(some: unknown): Answers {
		this.answers = { ...this.answers, ...someAnswers.parse(some) };
		this.changed();
		return this.answers;
	}

	/** Back to those of the start. */
	reset(): void {
		this.answers = this.first;
		this.changed();
	}
}
