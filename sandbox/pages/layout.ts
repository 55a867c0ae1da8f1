import { randomBytes } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { Html, html } from './html';
import { STYLE } from './style';

/**
 * Sends one page. It loads and runs only the sandbox's own scripts and files, whatever the messages
 * contain.
 */
export function sendPage(
	reply: FastifyReply,
	page: { title: string; body: Html; lang?: string; script?: string; version?: number },
) {
	const nonce = randomBytes(12).toString('base64');
	const script = page.script
		? html`<script nonce="${nonce}">
				${new Html(page.script)};
			</script>`
		: html``;
	const text = html`<!DOCTYPE html>
		<html lang="${page.lang ?? 'en'}">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<title>${page.title}</title>
				<link rel="icon" href="data:," />
				${page.script ? html`<noscript><meta http-equiv="refresh" content="5" /></noscript>` : ''}
				<style>
					${new Html(STYLE)}
				</style>
			</head>
			<body data-version="${page.version ?? 0}">
				${page.body}${script}
			</body>
		</html>`;
	const csp = `default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-${nonce}'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
	return reply
		.header('content-security-policy', csp)
		.header('cache-control', 'no-store')
		.type('text/html; charset=utf-8')
		.send(text.text);
}

const CLOCK = new Intl.DateTimeFormat('tr-TR', {
	timeZone: 'Europe/Istanbul',
	day: '2-digit',
	month: '2-digit',
	hour: '2-digit',
	minute: '2-digit',
	second: '2-digit',
});

/** An ISO time in Turkey's time zone. */
export function clock(iso: string): string {
	return CLOCK.format(new Date(iso));
}
