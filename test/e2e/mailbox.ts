/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A received mail with its wrapped lines joined. */
export interface Mail {
	to: string;
	text: string;
}

/** Decodes quoted-printable (RFC 2045) well enough for links and plain English. */
const readable = (raw: string) =>
	raw
		.replaceAll('=\r\n', '')
		.replace(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

/** Implements the part of SMTP (RFC 5321) that receives mails. */
function receive(socket: Socket, keep: (mail: Mail) => void): void {
	let buffer = '';
	let to = '';
	let isData = false;
	const say = (line: string) => socket.write(`${line}\r\n`);
	say('220 mailbox');
	socket.on('error', () => socket.destroy());
	socket.setEncoding('utf8').on('data', (chunk: string) => {
		buffer += chunk;
		for (;;) {
			const end = isData ? '\r\n.\r\n' : '\r\n';
			const at = buffer.indexOf(end);
			if (at < 0) return;
			const line = buffer.slice(0, at);
			buffer = buffer.slice(at + end.length);
			if (isData) keep({ to, text: readable(line) });
			to = /^RCPT TO:<(.*?)>/i.exec(line)?.[1] ?? to;
			isData = !isData && /^DATA$/i.test(line);
			if (/^QUIT$/i.test(line)) socket.end('221 bye\r\n');
			else say(isData ? '354 go on' : '250 ok');
		}
	});
}

/** Starts a local SMTP server that keeps all mails. */
export async function startMailbox() {
	const mails: Mail[] = [];
	const server = createServer((socket) => receive(socket, (mail) => mails.push(mail)));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return { mails, port, close: () => server.close() };
}
