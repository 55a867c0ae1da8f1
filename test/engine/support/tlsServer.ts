/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test, never packed */
import { once } from 'node:events';
import net from 'node:net';
import tls, { type SecureVersion } from 'node:tls';

/** A certificate for localhost, valid until 2126. It was made for these tests only. */
const CERTIFICATE = {
	key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgrhFhOm5sDFtMz3V5
JZXTChcVVpsvoz+51Y0LCMvMcpehRANCAAQH4dj97RTK2XVim5I+TienxD7VfWXV
c413RYd1zRd6ZbSi88Y7J7j37oevtj3wVFrp5Td20B90z29PjaoZYr38
-----END PRIVATE KEY-----`,
	cert: `-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUd6+VPqBPl9G4gTRBxbSnmiFXTsEwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzEyNDA1MVoYDzIxMjYxMDMw
MTI0MDUxWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQH4dj97RTK2XVim5I+TienxD7VfWXVc413RYd1zRd6ZbSi88Y7J7j3
7oevtj3wVFrp5Td20B90z29PjaoZYr38o28wbTAdBgNVHQ4EFgQUjJ6SWO7zgVvy
peCkNUPAhwZEqNEwHwYDVR0jBBgwFoAUjJ6SWO7zgVvypeCkNUPAhwZEqNEwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSQAwRgIhAP92uz1V5wTEsqDOgQp429R/I0KwFPcTDeRMEIZFEFumAiEA
yGUKt3DsLY7bRJfIZRfQJEOZbd5vFtk4V+46q2p37Hg=
-----END CERTIFICATE-----`,
};

/**
 * Makes this process trust the certificate. NODE_EXTRA_CA_CERTS works only when a process starts.
 */
export function trustCertificate(): void {
	const { createSecureContext } = tls;
	jest.spyOn(tls, 'createSecureContext').mockImplementation((options) => {
		const made = createSecureContext(options);
		const context: unknown = made.context;
		if (options?.key === undefined) {
			(context as { addCACert(cert: string): void }).addCACert(CERTIFICATE.cert);
		}
		return made;
	});
}

export async function portOf(server: net.Server): Promise<number> {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return (server.address() as net.AddressInfo).port;
}

/** How to break a connection: bytes that aren't a TLS record, or the connection's end. */
export type Breakage = Buffer | 'reset' | 'end';

/**
 * A TLS server that breaks each connection, during the handshake or after it has read a request.
 * `reads` counts the requests that it has read.
 */
export async function startBrokenTls(
	when: 'handshake' | 'answer',
	breakage: Breakage,
	version: SecureVersion,
) {
	let reads = 0;
	const sockets = new Set<net.Socket>();
	const quiet = (socket: net.Socket) => sockets.add(socket.on('error', () => {}));
	const breakOff = (socket: net.Socket) => {
		if (breakage === 'reset') socket.resetAndDestroy();
		else if (breakage === 'end') socket.end();
		else socket.end(breakage);
	};
	const inner = tls.createServer({ ...CERTIFICATE, maxVersion: version, minVersion: version });
	inner.on('tlsClientError', () => {});
	const innerPort = await portOf(inner);
	// The TLS server can only send valid TLS, so this server in front of it breaks the connection.
	const front = net.createServer((client) => {
		quiet(client);
		if (when === 'handshake') {
			client.once('data', () => breakOff(client));
			return;
		}
		inner.once('secureConnection', (secure) => {
			quiet(secure);
			secure.once('data', () => {
				reads++;
				breakOff(client);
			});
		});
		const upstream = net.connect(innerPort, '127.0.0.1');
		quiet(upstream);
		client.pipe(upstream).on('data', (data: Buffer) => client.writable && client.write(data));
	});
	return {
		url: `https://localhost:${await portOf(front)}`,
		reads: () => reads,
		stop: () => {
			for (const socket of sockets) socket.destroy();
			front.close();
			inner.close();
		},
	};
}
