/** A property of a thrown value. */
export const property = (value: unknown, name: string): unknown =>
	typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/**
 * Whether the socket of a failed call proves that no part of the request left this machine: it
 * never connected, or never finished its TLS handshake (for example, because of a rejected
 * certificate). The error's name proves nothing, because TLS errors also occur during a response.
 * False without a socket.
 *
 * These properties keep their values after Node has destroyed the socket (seen on Node 20 and 24).
 * `connecting`, `pending` and `bytesWritten` don't.
 * @param error from n8n's request helper; it contains Node's own request
 */
export function neverConnected(error: unknown): boolean {
	const socket = property(property(error, 'request'), 'socket');
	// Behind a proxy, Node assigns the socket only after the proxy has accepted the connection.
	if (socket === null) return true;
	if (property(socket, 'encrypted') === true) return property(socket, 'secureConnecting') === true;
	return property(socket, '_bytesDispatched') === 0;
}
