/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- development tool, never packed */
/*
 * Simulates only PayTR's transactions report, in a separate process. The payments are spread evenly
 * over the days, and each response has the given delay. The server doesn't check signatures.
 *
 * tsx bench/reportServer.ts <milliseconds> <rows per day>
 */
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

const DAY_MS = 24 * 3_600_000;

/** The time of the first payment. */
const FIRST = Date.parse('2026-01-01T00:00:00Z');

/** The received forms, so that another client can send the same forms. */
let forms: string[] = [];

const two = (value: number) => String(value).padStart(2, '0');

/** The rows of a span from `YYYY-MM-DD HH:MM:SS` to the last second of its end. */
function rowsOf(start: string, end: string, perDay: number) {
	const [from, to] = [start, end].map((time) => Date.parse(`${time.replace(' ', 'T')}Z`));
	const step = DAY_MS / perDay;
	const rows = [];
	for (let i = Math.floor((from - FIRST) / step); ; i++) {
		const time = FIRST + Math.floor((i * step) / 1000) * 1000;
		if (time > to) return rows;
		if (time < from) continue;
		const at = new Date(time);
		rows.push({
			islem_tipi: 'S',
			...{ net_tutar: '147.00', kesinti_tutari: '2.90', kesinti_orani: '1.93' },
			...{ islem_tutari: '149.90', odeme_tutari: '149.90', para_birimi: 'TL' },
			islem_tarihi: `${two(at.getUTCDate())}.${two(at.getUTCMonth() + 1)}.${at.getUTCFullYear()}`,
			...{ taksit: '1', kart_marka: 'Visa', kart_no: '435508******4358', odeme_tipi: 'KART' },
			siparis_no: `ORDER${i}`,
		});
	}
}

const [latency, perDay] = process.argv.slice(2).map(Number);

const server = createServer((request, response) => {
	void (async () => {
		const body = await text(request);
		response.setHeader('content-type', 'application/json');
		if (request.method === 'GET') {
			response.end(JSON.stringify(forms));
			forms = [];
			return;
		}
		const form = new URLSearchParams(body);
		const [start, end] = ['start_date', 'end_date'].map((name) => form.get(name) ?? '');
		forms.push(new URLSearchParams({ start_date: start, end_date: end }).toString());
		const answer = JSON.stringify({ status: 'success', data: rowsOf(start, end, perDay) });
		await sleep(latency);
		response.end(answer);
	})();
});
server.listen(0, '127.0.0.1', () => {
	const address = server.address();
	if (address && typeof address === 'object') console.log(`http://127.0.0.1:${address.port}`);
});
