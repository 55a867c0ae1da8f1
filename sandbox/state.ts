import type {
	CallbackRecord,
	Counts,
	LinkRecord,
	LinkState,
	MessageRecord,
	Payment,
	PaymentRequestRecord,
	RequestRecord,
	SandboxState,
} from './types';

/**
 * The maximum number of records of each kind. The oldest records are dropped, but still counted.
 */
export const MAX_RECORDS = 50_000;

function emptyCounts(): Counts {
	return {
		requests: 0,
		accepted: {},
		refused: 0,
		faults: 0,
		messages: 0,
		sms: 0,
		email: 0,
		payments: 0,
		callbacks: 0,
		inFlight: 0,
		peakInFlight: 0,
		connections: 0,
	};
}

/** The reason why a link can't be paid. Undefined if it can be paid. */
export function passiveReason(link: LinkRecord): 'deleted' | 'expired' | 'sold out' | undefined {
	if (link.deleted) return 'deleted';
	if (link.expiresAt !== null && Date.parse(link.expiresAt) <= Date.now()) return 'expired';
	if (link.stock !== null && link.stock < (link.minCount ?? 1)) return 'sold out';
	return undefined;
}

function latest<T>(list: T[], limit: number): T[] {
	return limit > 0 ? list.slice(-limit) : [];
}

function push<T>(list: T[], record: T): T {
	list.push(record);
	// Drops a tenth at once, so that a full list doesn't shift with every record.
	if (list.length > MAX_RECORDS * 1.1) list.splice(0, list.length - MAX_RECORDS);
	return record;
}

/** The sandbox's state. Changes are synchronous, so the records are exact. */
export class Store {
	readonly links = new Map<string, LinkRecord>();
	readonly paymentRequests = new Map<string, PaymentRequestRecord>();
	messages: MessageRecord[] = [];
	payments: Payment[] = [];
	callbacks: CallbackRecord[] = [];
	requests: RequestRecord[] = [];
	readonly orders = new Set<string>();
	readonly transIds = new Set<string>();
	readonly deletedCards = new Set<string>();
	counts = emptyCounts();
	/** Grows with each change. The inbox page reloads when it changes. */
	version = 0;
	onChange: () => void = () => {};
	private connections = new WeakSet<object>();

	changed(): void {
		this.version++;
		this.onChange();
	}

	addMessage(message: Omit<MessageRecord, 'seq' | 'at'>): void {
		this.counts.messages++;
		this.counts[message.channel]++;
		push(this.messages, {
			seq: this.counts.messages,
			at: new Date().toISOString(),
			...message,
		});
		this.changed();
	}

	addRequest(request: Omit<RequestRecord, 'seq' | 'at'>): void {
		const { counts } = this;
		counts.requests++;
		if (request.accepted) {
			counts.accepted[request.service] = (counts.accepted[request.service] ?? 0) + 1;
		}
		if (request.outcome === 'refused') counts.refused++;
		if (request.outcome === 'fault') counts.faults++;
		push(this.requests, { seq: counts.requests, at: new Date().toISOString(), ...request });
		this.changed();
	}

	addPayment(payment: Payment): void {
		this.counts.payments++;
		push(this.payments, payment);
		this.changed();
	}

	addCallback(callback: CallbackRecord): void {
		this.counts.callbacks++;
		push(this.callbacks, callback);
		this.changed();
	}

	/** Counts a connection with its first request. */
	connected(connection: object): void {
		if (this.connections.has(connection)) return;
		this.connections.add(connection);
		this.counts.connections++;
	}

	/**
	 * Counts a request as in flight. The returned function ends it. Further calls of that function
	 * have no effect.
	 */
	enter(): () => void {
		const { counts } = this;
		counts.inFlight++;
		counts.peakInFlight = Math.max(counts.peakInFlight, counts.inFlight);
		let done = false;
		return () => {
			if (!done) counts.inFlight--;
			done = true;
		};
	}

	/** The latest links as the pages and the state show them, each with its payments. */
	linkStates(limit: number): LinkState[] {
		const payments = new Map<string | undefined, Payment[]>();
		for (const payment of this.payments) {
			const known = payments.get(payment.linkId);
			if (known) known.push(payment);
			else payments.set(payment.linkId, [payment]);
		}
		return latest([...this.links.values()], limit).map((link) => ({
			...link,
			active: passiveReason(link) === undefined,
			payments: payments.get(link.id) ?? [],
		}));
	}

	/** A copy of the state. With a limit, it contains only the latest records of each kind. */
	snapshot(limit = MAX_RECORDS): SandboxState {
		return structuredClone({
			messages: latest(this.messages, limit),
			links: this.linkStates(limit),
			paymentRequests: latest([...this.paymentRequests.values()], limit),
			payments: latest(this.payments, limit),
			callbacks: latest(this.callbacks, limit),
			requests: latest(this.requests, limit),
			orders: latest([...this.orders], limit),
			transIds: latest([...this.transIds], limit),
			deletedCards: latest([...this.deletedCards], limit),
			counts: this.counts,
		});
	}

	/** Loads a saved state, without requests in flight and their peak, which belong to a process. */
	restore(state: SandboxState): void {
		this.clear();
		this.messages = state.messages;
		this.payments = state.payments;
		this.callbacks = state.callbacks;
		this.requests = state.requests;
		for (const name of ['orders', 'transIds', 'deletedCards'] as const) {
			for (const value of state[name]) this[name].add(value);
		}
		// `active` and `payments` of a saved link are computed when the link is read.
		for (const link of state.links) this.links.set(link.id, link);
		for (const request of state.paymentRequests) this.paymentRequests.set(request.hash, request);
		const { requests, accepted, refused, faults, messages, sms, email } = state.counts;
		const { payments, callbacks } = state.counts;
		Object.assign(this.counts, { requests, accepted, refused, faults, messages, sms, email });
		Object.assign(this.counts, { payments, callbacks });
	}

	/** Deletes everything except the requests in progress. Their number is the new peak. */
	clear(): void {
		const { inFlight } = this.counts;
		// Keeps the same object, because requests in flight will decrement its counts.
		Object.assign(this.counts, emptyCounts(), { inFlight, peakInFlight: inFlight });
		this.connections = new WeakSet();
		this.links.clear();
		this.paymentRequests.clear();
		this.orders.clear();
		this.transIds.clear();
		this.deletedCards.clear();
		this.messages = [];
		this.payments = [];
		this.callbacks = [];
		this.requests = [];
		this.changed();
	}
}
