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
	/** PayTR: the link in the message. */
	linkId?: string;
	/** Payfull: the request in the message. */
	paymentRequestHash?: string;
	/** The link in the message. Null for an SMS whose text has no [LINK]. */
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
	/** Higher than paymentAmount if installments add a surcharge. */
	totalAmount: number;
	currency: string;
	paymentType: string;
	testMode: '0' | '1';
	/** The refunded amounts in minor units: the total, and each refund. */
	refunded: number;
	refunds: Array<{ at: string; amount: number; referenceNo: string }>;
	/** Payfull: the time of the cancellation, on the day of the sale. */
	canceledAt?: string;
}

/** A stored PayTR link. `LinkState` is its public form. */
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
	/** Remaining quantity. Null if max_count was not given. */
	stock: number | null;
	/** As given, `YYYY-MM-DD HH:MM:SS`. */
	expiry: string | null;
	/** The moment of expiry as an ISO time. */
	expiresAt: string | null;
	deleted: boolean;
	callbackLink: string | null;
	callbackId: string | null;
}

export interface LinkState extends LinkRecord {
	/** False if the link is deleted, expired or sold out. */
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

/** One attempt to deliver PayTR's payment notification to a callback_link. */
export interface CallbackRecord {
	at: string;
	merchantOid: string;
	url: string;
	attempt: number;
	/** 0 if there was no response. */
	httpStatus: number;
	body: string;
	/** True only if the response is exactly `OK`. */
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
	/** True only if the provider accepted the request, even if a fault then damaged the response. */
	accepted: boolean;
	/** The provider's text for a refusal. */
	reason?: string;
	/** PayTR's err_no, Payfull's ErrorCode. */
	code?: string;
	/** The fields without paytr_token or hash. */
	fields: Fields;
	/** For a bad signature: the message that should have been signed, with secrets masked. */
	expectedMessage?: string;
	/**
	 * For a bad signature: the message that was signed, if a common mistake explains the signature.
	 */
	receivedMessage?: string;
	/** A note for developers about this request, in English. */
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
	 * Provider requests in progress, from their headers to the start of their response. Without
	 * latency a response starts at once, so a measurement of concurrency needs some latency.
	 */
	inFlight: number;
	/** The highest number of requests in flight since the start or the last reset. */
	peakInFlight: number;
	/** TCP connections with at least one provider request since the start or the last reset. */
	connections: number;
}

export interface SandboxState {
	messages: MessageRecord[];
	links: LinkState[];
	paymentRequests: PaymentRequestRecord[];
	payments: Payment[];
	callbacks: CallbackRecord[];
	requests: RequestRecord[];
	/** Orders for which an iFrame token was requested. */
	orders: string[];
	/** Used trans_ids of PayTR's transfers. */
	transIds: string[];
	/** Deleted stored cards. */
	deletedCards: string[];
	counts: Counts;
}
