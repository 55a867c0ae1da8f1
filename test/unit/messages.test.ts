import { readForm } from '../../credentials/signing/form';
import { paytrToken } from '../../credentials/signing/paytr';
import { ownAddress, requestTarget } from '../../credentials/signing/target';
import { readPayfullAnswer } from '../../nodes/PayfullPaymentRequest/answer';
import { CODES } from '../../nodes/PayfullPaymentRequest/codes';
import { readPaytrAnswer } from '../../nodes/PaytrLinkNotify/answer';
import { deliveryHints } from '../../nodes/shared/delivery/hints';
import { notStarted } from '../../nodes/shared/delivery/notStarted';
import { invalid } from '../../nodes/shared/fields';
import type { Failure } from '../../nodes/shared/result';
import { answer, DOUBTFUL_STATUSES, REFUSING_STATUSES, UNUSABLE_BODIES } from './answers';
import { refusalOf } from './credentials/signing/refusal';
import { PARSERS } from './parsers';
import { FORBIDDEN_WORDS } from './wording';

type Told = Pick<Failure, 'message' | 'description'>;

const BAD_VALUES: unknown[] = [
	...['', 'x', '1.234', '1.2345', '0', '9'.repeat(30), '31.02.2026', '01.01.2020', 'a@'],
	...['a@example.com.a.long.domain', 'http://localhost', 'https://n8n.example.com:5678/x'],
	...['ftp://n8n.example.com', `https://n8n.example.com/${'x'.repeat(400)}`, 'ö'.repeat(65), 13],
	...['+532 123 45 67', '0212 555 44 33', '5,3E+09', '#REF!', 'x'.repeat(10_001), '46387'],
	...[`q${'\u0323'.repeat(31)}`, '149,90 €', '1.2399', '1e30', '9'.repeat(30), 'a@GMAİL.COM'],
	...[null, [], {}, new Date(NaN)],
];

function parsed(): Told[] {
	return Object.values(PARSERS).flatMap((parse) =>
		BAD_VALUES.flatMap((value) => {
			const result = parse(value);
			return result.ok ? [] : [invalid([{ label: 'Label', problem: result.error }])];
		}),
	);
}

function answered(): Told[] {
	const statuses = [...DOUBTFUL_STATUSES, ...REFUSING_STATUSES, 429];
	const bodies = [
		...UNUSABLE_BODIES.map(([, body]) => body),
		...['{}', '{"status":"success"}', '{"status":"error"}', '{"status":1}', '{"status":0}'],
		...['paytr_token', 'magaza aktif degil', 'yetkiniz yok', 'gecersiz id', 'alan degeri', 'x'].map(
			(reason) => JSON.stringify({ status: 'failed', reason }),
		),
		...[...Object.keys(CODES), '99'].map((ErrorCode) => JSON.stringify({ status: 0, ErrorCode })),
	];
	return statuses.flatMap((status) =>
		bodies.flatMap((body) =>
			[readPaytrAnswer, readPayfullAnswer].flatMap((read) => {
				const result = read(answer(body, status));
				return result.ok ? [] : [result.error];
			}),
		),
	);
}

function unsigned(): Told[] {
	const own = ownAddress('https://www.paytr.com', 'Base URL', 'https://www.paytr.com');
	return [
		() => ownAddress('x', 'Base URL', 'https://www.paytr.com'),
		() => ownAddress('https://a:b@www.paytr.com', 'Base URL', 'https://www.paytr.com'),
		() => ownAddress('http://www.paytr.com', 'Base URL', 'https://www.paytr.com'),
		...['https://evil.com', '/x y', '/x?y', `/${'x'.repeat(3_000)}`].map(
			(url) => () => requestTarget({ url }, own, 'Base URL'),
		),
		() => requestTarget({ url: '/x', uri: '/y' }, own, 'Base URL'),
		...['/x', '/odeme'].map((path) => () => paytrToken(path, {}, 'k', 's')),
		...['ş', '12A'].map(
			(id) => () => paytrToken('/odeme/api/link/delete', { id, merchant_id: '12' }, 'k', 's'),
		),
		() => paytrToken('/odeme/iade', {}, 'k', 's'),
		() => paytrToken('/odeme/api/link/create', {}, 'k', 's'),
		() => readForm({ url: '', body: { a: [] } }),
		() => readForm({ url: '', form: 1 }),
		() => readForm({ url: '', form: { a: 'x'.repeat(20_000) } }),
		() => readForm({ url: '', form: { a: '\ud83d' } }),
		() => readForm({ url: '', body: 'x'.repeat(2_000_000) }),
	].map(refusalOf);
}

function others(): Told[] {
	const cancelled = new AbortController();
	cancelled.abort();
	const tally = { outputs: 3, failed: 2, notAccepted: 2, unknown: 2, skipped: 2 };
	return [
		notStarted('PayTR', new Error('locked')),
		notStarted('PayTR', new Error("Data too long for column 'value' at row 1")),
		notStarted('PayTR', new Error('locked'), cancelled.signal),
		...deliveryHints(tally, { provider: 'PayTR', unit: 'message' }, new Map()).map((hint) => ({
			message: hint,
			description: 'A hint has none.',
		})),
	];
}

const unique = (told: Told[]) =>
	[...new Map(told.map((one) => [one.message, one])).values()].map(
		({ message, description }) => [message, description] as const,
	);

const isWellSaid = (words: string) =>
	!FORBIDDEN_WORDS.test(words) &&
	!/undefined|\[object|NaN|"Infinity"/.test(words) &&
	words === words.trim();

it.each<[string, number, () => Told[]]>([
	['wrong values', 90, parsed],
	['answers of the providers', 60, answered],
	['requests that are not signed', 19, unsigned],
	['deliveries', 5, others],
])('the message about %s reads well and tells what to do', (_, atLeast, told) => {
	const messages = unique(told());

	expect(messages.length).toBeGreaterThanOrEqual(atLeast);
	expect(messages.flat().filter((words) => !isWellSaid(words))).toEqual([]);
	const unfinished = messages.filter(([, advice]) => !/[.…)]$|e\.g\. \S+$/.test(advice));
	expect(unfinished).toEqual([]);
});
