interface Watch {
	callbacks: Set<() => void>;
	listener: () => void;
}

/** Signals that are listened to. */
const watches = new WeakMap<AbortSignal, Watch>();

function watchOf(signal: AbortSignal): Watch {
	const known = watches.get(signal);
	if (known) return known;
	const callbacks = new Set<() => void>();
	const listener = () => callbacks.forEach((callback) => callback());
	signal.addEventListener('abort', listener);
	const watch = { callbacks, listener };
	watches.set(signal, watch);
	return watch;
}

/**
 * Calls back when the signal aborts. A signal has one listener, however many calls wait for it: from
 * the eleventh on, Node 20 warns of a leak in n8n's log.
 * @returns forgets the callback
 */
export function onAbort(signal: AbortSignal | undefined, callback: () => void): () => void {
	if (!signal) return () => {};
	const { callbacks, listener } = watchOf(signal);
	callbacks.add(callback);
	return () => {
		if (!callbacks.delete(callback) || callbacks.size > 0) return;
		signal.removeEventListener('abort', listener);
		watches.delete(signal);
	};
}
