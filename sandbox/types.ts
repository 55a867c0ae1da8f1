export type Provider = 'paytr' | 'payfull';
export type Fields = Record<string, string>;
export type JsonObject = { [key: string]: JsonValue };
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** One SMS or e-mail that the provider would have sent. */
export interface MessageRecord {
	seq: number;
	/** ISO time. */
	at: string;
	provider: Provider;
	channel: 'sms' | 'email';
	to: string;
	text: string;
	subject?: string;
	/** PayTR: the link that was sent. */
	linkId?: string;
	/** Payfull: the request that was sent. */
	paymentRequestHash?: string;
	/** Where the message leads; null for an SMS whose text has no [LINK]. */
	link: string | null;
	fields: Fields;
}

/** A payment made on one of the sandbox's pages. Amounts are in minor units (kuruş, cents). */
export interface Payment {
	provider: Provider;
	/** PayTR's merchant_oid, Payfull's merchant_trx_id. */
	merchantOid: string;
	at: string;
	linkId?: string;
	paymentRequestHash?: string;
	quantity: number;
	installments: number;
	paymentAmount: number;
	/** Above paymentAmount when instalments add to it. */
	totalAmount: number;
	currency: string;
	paymentType: string;
	testMode: '0' | '1';
	/** Minor units given back, in all and one by one. */
	refunded: number;
	refunds: Array<{ at: string; amount: number; referenceNo: string }>;
	/** Payfull: when it was canceled, on the day of the sale. */
	canceledAt?: string;
}

/** A PayTR link as it is kept; `LinkState` is what readers see. */
export interface LinkRecord {
	id: string;
	/** The page's address. */
	link: string;
	createdAt: string;
	name: string;
	/** Minor units. */
	price: number;
	currency: string;
	linkType: 'product' | 'collection' | 'flex';
	maxInstallment: number;
	lang: string;
	minCount: number | null;
	email: string | null;
	/** Minor units. */
	flexMaxPrice: number | null;
	userName: string | null;
	pft: number | null;
	/** Pieces left; null when max_count was not given. */
	stock: number | null;
	/** As given, `YYYY-MM-DD HH:MM:SS`. */
	expiry: string | null;
	/** The end of that, as ISO time. */
	expiresAt: string | null;
	deleted: boolean;
	callbackLink: string | null;
	callbackId: string | null;
}

export interface LinkState extends LinkRecord {
	/** False once it is deleted, expired or sold out. */
	active: boolean;
	payments: Payment[];
}

export interface PaymentRequestRecord {
	hash: string;
	/** The page's address. */
	link: string;
	createdAt: string;
	fields: Fields;
	deleted: boolean;
	paid: boolean;
	recurring: boolean;
}

/** One attempt to deliver PayTR's notice to a callback_link. */
export interface CallbackRecord {
	at: string;
	merchantOid: string;
	url: string;
	attempt: number;
	/** 0 when no answer came. */
	httpStatus: number;
	body: string;
	/** True only for the exact answer `OK`. */
	ok: boolean;
	fields: Fields;
}

export interface RequestRecord {
	seq: number;
	at: string;
	provider: Provider;
	/** e.g. `paytr.send-sms`, `payfull.request`. */
	service: string;
	path: string;
	outcome: 'accepted' | 'refused' | 'fault';
	/** True exactly if the provider did the thing, also when a fault then broke the answer. */
	accepted: boolean;
	/** The provider's words for a refusal. */
	reason?: string;
	/** PayTR's err_no, Payfull's ErrorCode. */
	code?: string;
	/** Without paytr_token or hash. */
	fields: Fields;
	/** A bad signature: the message that should have been signed, secrets masked. */
	expectedMessage?: string;
	/** A bad signature: the message that was signed, when a usual slip explains the signature. */
	receivedMessage?: string;
	/** What a developer should know about this request, in English. */
	note?: string;
	fault?: string;
	/** The caller's `x-request-id` header. */
	requestId?: string;
}

export interface Counts {
	requests: number;
	/** Per service. */
	accepted: Record<string, number>;
	refused: number;
	faults: number;
	messages: number;
	sms: number;
	email: number;
	payments: number;
	callbacks: number;
	/**
	 * Provider requests being worked on now, from their headers to the start of their answer. Without
	 * latency an answer starts at once, so a measurement of concurrency needs some.
	 */
	inFlight: number;
	/** Most at once since the start or the last reset. */
	peakInFlight: number;
	/** TCP connections that carried at least one provider request since the start or the last reset. */
	connections: number;
}

export interface SandboxState {
	messages: MessageRecord[];
	links: LinkState[];
	paymentRequests: PaymentRequestRecord[];
	payments: Payment[];
	callbacks: CallbackRecord[];
	requests: RequestRecord[];
	/** Orders that an iFrame token was taken for. */
	orders: string[];
	/** Used trans_ids of PayTR's transfers. */
	transIds: string[];
	/** Stored cards that were deleted. */
	deletedCards: string[];
	counts: Counts;
}
