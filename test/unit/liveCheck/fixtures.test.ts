/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test that reads files */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { paymentRequestHash, readPayfullAnswer } from '../../../nodes/PayfullPaymentRequest/answer';
import { takeQr } from '../../../nodes/PaytrLinkNotify/actions/link/qr';
import { readPaytrAnswer } from '../../../nodes/PaytrLinkNotify/answer';
import { fixtureSchema, type Exchange } from '../../../scripts/liveCheck/fixture';
import { PAYFULL_QUESTIONS } from '../../../scripts/liveCheck/payfullQuestions';
import { PAYTR_QUESTIONS } from '../../../scripts/liveCheck/paytrQuestions';

const FOLDER = join(__dirname, '../../fixtures/live');
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

const load = (name: string) =>
	fixtureSchema.parse(JSON.parse(readFileSync(join(FOLDER, name), 'utf8')));

/** The services whose answers the nodes read. */
const READ = {
	PayTR: (service: string) => service.startsWith('/odeme/api/link/'),
	Payfull: (service: string) => /^(Set|Delete) Request$/.test(service),
};

const readerOf = { PayTR: readPaytrAnswer, Payfull: readPayfullAnswer };

it('contains a sample of each provider', () => {
	expect(FILES).toEqual(expect.arrayContaining(['paytr-sandbox.json', 'payfull-sandbox.json']));
});

describe.each(FILES)('what a merchant found: %s', (file) => {
	const { provider, source, findings, exchanges } = load(file);
	const answered = exchanges.filter(
		(exchange): exchange is Exchange & Required<Pick<Exchange, 'answer'>> =>
			exchange.answer !== undefined && READ[provider](exchange.service),
	);

	it('has a name that tells the provider and the source', () => {
		expect(file.startsWith(provider.toLowerCase())).toBe(true);
		expect(file.endsWith('-sandbox.json')).toBe(source === 'sandbox');
		expect(answered.length).toBeGreaterThan(0);
	});

	it('contains only questions of the provider’s list', () => {
		const known = provider === 'PayTR' ? PAYTR_QUESTIONS : PAYFULL_QUESTIONS;
		const asked = findings.map(({ question }) => question);
		expect(Object.keys(known)).toEqual(expect.arrayContaining(asked));
		if (source === 'sandbox') expect(asked.sort()).toEqual(Object.keys(known).sort());
	});

	it.each(answered)(
		'$step: the node reads the response as accepted or refused, as recorded',
		({ answer, truth }) => {
			const read = readerOf[provider](answer);
			if (truth === 'accepted') expect(read).toMatchObject({ ok: true });
			else if (truth === 'refused') {
				expect(read).toMatchObject({
					ok: false,
					error: { outcome: 'rejected', reason: expect.any(String) },
				});
			}
		},
	);

	it('contains QR codes and hashes where the nodes look for them', () => {
		for (const { sent, truth, answer } of answered) {
			const json = /^\{/.test(answer.body) ? JSON.parse(answer.body) : {};
			if (sent.get_qr === '1' && truth === 'accepted') {
				expect(takeQr(json)).toMatchObject({ qr: expect.stringMatching(/^iVBOR/) });
			}
			if (/payment_?request_?hash/i.test(answer.body) && truth === 'accepted') {
				expect(paymentRequestHash(json)).toEqual(expect.any(String));
			}
		}
	});
});
