interface Watch {
	callbacks: Set<() => void>;
	listener: () => void;
}

/** Signals that have a listener. */
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
 * Calls back when the signal aborts. A signal gets only one listener for any number of callbacks:
 * with eleven listeners, Node 20 writes a leak warning to n8n's log.
 * @returns a function that removes the callback
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
