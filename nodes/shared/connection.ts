/** A property of whatever was thrown. */
export const property = (value: unknown, name: string): unknown =>
	typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/**
 * Whether the socket of a failed call shows that nothing of the request left this machine: it never
 * connected, or never finished its TLS handshake (a refused certificate included). The error's name
 * says nothing: TLS errors come in mid-answer as well. Without a socket to look at: false.
 *
 * These properties keep their values after Node has destroyed the socket (seen on Node 20 and 24);
 * `connecting`, `pending` and `bytesWritten` don't.
 * @param error of n8n's request helper, which hands on Node's own request
 */
export function neverConnected(error: unknown): boolean {
	const socket = property(property(error, 'request'), 'socket');
	// Node gives the request its socket when a proxy has let it through.
	if (socket === null) return true;
	if (property(socket, 'encrypted') === true) return property(socket, 'secureConnecting') === true;
	return property(socket, '_bytesDispatched') === 0;
}
