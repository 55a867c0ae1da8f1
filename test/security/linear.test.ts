/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test, never packed */
import { FORMATS } from '../../credentials/signing/formats';
import { readForm } from '../../credentials/signing/form';
import { payfullHash } from '../../credentials/signing/payfull';
import { paytrToken } from '../../credentials/signing/paytr';
import { ownAddress, requestTarget } from '../../credentials/signing/target';
import { readPayfullAnswer } from '../../nodes/PayfullPaymentRequest/answer';
import { readPaytrAnswer } from '../../nodes/PaytrLinkNotify/answer';
import { readJson } from '../../nodes/shared/answer';
import { shown } from '../../nodes/shared/values/problem';
import { answer } from '../unit/answers';
import { PARSERS } from '../unit/parsers';

/** Texts that take quadratic time with a careless pattern, or when accents are composed (NFC). */
const WORST: Record<string, (length: number) => string> = {
	'accents in the wrong order': (length) => `a${'\u0307\u0323'.repeat(length / 2)}`,
	'accents on every letter': (length) => `q${'\u0307\u0323'.repeat(15)}`.repeat(length / 31),
	'blanks before a letter': (length) => `x${' '.repeat(length)}x`,
	'invisible characters': (length) => `x${'\u200b'.repeat(length)}x`,
	'line breaks': (length) => '\n'.repeat(length),
	digits: (length) => '1'.repeat(length),
	'digits and points': (length) => '1.'.repeat(length / 2),
	'groups of digits': (length) => `1${'.234'.repeat(length / 4)}x`,
	'digits and blanks': (length) => `1${' 234'.repeat(length / 4)}x`,
	'digits and hyphens': (length) => '1 - '.repeat(length / 4),
	zeros: (length) => `1.${'0'.repeat(length)}1`,
	'plus signs': (length) => '+'.repeat(length),
	points: (length) => '.'.repeat(length),
	'letters and points': (length) => 'a.'.repeat(length / 2),
	commas: (length) => ',A'.repeat(length / 2),
	'amounts in a row': (length) => 'TL1'.repeat(length / 3),
	backslashes: (length) => '\\'.repeat(length),
	slashes: (length) => `${'/'.repeat(length)}x`,
	'links in a row': (length) => '/link/'.repeat(length / 6),
	'addresses in a row': (length) => 'https://'.repeat(length / 8),
	'names of hosts': (length) => 'a.a-'.repeat(length / 4),
	colons: (length) => ':'.repeat(length),
	'at signs': (length) => 'a@'.repeat(length / 2),
	'a long domain': (length) => `a@${'ö-'.repeat(length / 2)}.co`,
	'a domain of many labels': (length) => `a@${'ö.'.repeat(length / 2)}co`,
	'open brackets': (length) => '['.repeat(length),
	'tags in a row': (length) => '[LINK '.repeat(length / 6),
	'tags of blanks': (length) => `[${' '.repeat(length)}]`,
	'percent signs': (length) => '%2'.repeat(length / 2),
	'bytes of an address': (length) => '%2f'.repeat(length / 3),
	'quotation marks': (length) => '"\\'.repeat(length / 2),
	'Turkish letters': (length) => 'İı'.repeat(length / 2),
	'pairs of surrogates': (length) => '🎉'.repeat(length / 2),
	'half pairs': (length) => '\ud83c'.repeat(length),
	hashes: (length) => '#'.repeat(length),
	'deep JSON': (length) => '[{"a":'.repeat(length / 6),
	'deep JSON with an end': (length) =>
		'{"status":'.repeat(length / 11) + '1' + '}'.repeat(length / 11),
};

type Reader = (text: string) => unknown;

const OWN = new URL('https://www.paytr.com');

/** The credentials' parsers. Rejecting the text is fine too. */
const SIGNING: Record<string, Reader> = {
	'the own address': (value) => ownAddress(`https://${value}`, 'Base URL', 'x'),
	'the own path': (value) => ownAddress(`https://a.b/${value}x`, 'Base URL', 'x'),
	'the address of a request': (url) => requestTarget({ url }, OWN, 'Base URL'),
	'a path of a request': (value) => requestTarget({ url: `/${value}x` }, OWN, 'Base URL'),
	'a body': (body) => readForm({ url: '', body }),
	'a field': (id) => readForm({ url: '', form: { id } }, { id: Infinity }),
	'a PayTR service': (path) => paytrToken(path, { merchant_id: '1' }, 'k', 's'),
	'PayTR’s fields': (id) =>
		paytrToken('/odeme/api/link/delete', { id, merchant_id: '1' }, 'k', 's'),
	'Payfull’s fields': (a) => payfullHash({ a }, 'k'),
	...Object.fromEntries(
		Object.entries(FORMATS).map(([name, { pattern }]) => [
			`the format ${name}`,
			(text: string) => pattern.test(text) || pattern.test(`${text}\n`),
		]),
	),
};

const orRefused =
	(read: Reader): Reader =>
	(text) => {
		try {
			read(text);
		} catch {
			// A rejection is fine.
		}
	};

const READERS: Record<string, Reader> = {
	...PARSERS,
	shown,
	'shown in a list': (text) => shown([text]),
	'an answer of this text': (text) => readJson('PayTR', answer(text)),
	'429 with this text': (text) => readJson('PayTR', answer(text, 429)),
	"Payfull's answer with these words": (text) =>
		readPayfullAnswer(answer({ status: 0, ErrorCode: '33', ErrorMSG: text })),
	"Payfull's code": (text) => readPayfullAnswer(answer({ status: 0, ErrorCode: text })),
	"PayTR's refusal with these words": (text) =>
		readPaytrAnswer(answer({ status: 'error', reason: text })),
	"PayTR's success with these words": (text) =>
		readPaytrAnswer(answer({ status: 'success', reason: text })),
	...Object.fromEntries(Object.entries(SIGNING).map(([name, read]) => [name, orRefused(read)])),
};

/**
 * Milliseconds of this process's own work, regardless of other load. If the first try is too slow,
 * the minimum of several tries.
 */
function work(read: () => unknown, goodEnough = 0): number {
	let least = Infinity;
	for (let i = 0; i < 10 && least > goodEnough; i++) {
		const start = process.cpuUsage();
		read();
		least = Math.min(least, process.cpuUsage(start).user / 1000);
	}
	return least;
}

/** The maximum number of characters before and after the repeated part. */
const AROUND = 10;

/**
 * Shorter times are noise. Quadratic work takes at least 40 ms for 10,000 characters, and some
 * seconds for 100,000.
 */
const FLOOR_MS = 1;

const RATIO = 20;

describe.each([
	['of 10,000 characters, the most that is read', 10_000, FLOOR_MS],
	['of 100,000 characters', 100_000, 3 * FLOOR_MS],
])('a text %s', (_, length, floor) => {
	/** Two plain texts for comparison. Some parsers are slow for repetitions of one letter. */
	const plain = ['x', 'Gecersiz '].map((piece) => piece.repeat(length / piece.length));
	const worst = Object.entries(WORST).map(([kind, make]) => [kind, make(length - AROUND)] as const);

	it.each(Object.entries(READERS))('is read in linear time by %s', (__, read) => {
		const usual = Math.max(Math.min(...plain.map((text) => work(() => read(text)))), floor);
		for (const [kind, text] of worst) {
			const ratio = work(() => read(text), usual * RATIO) / usual;
			expect({ kind, isLinear: ratio <= RATIO || ratio }).toEqual({ kind, isLinear: true });
		}
	});
});
