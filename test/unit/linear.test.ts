/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test, never packed */
import { readPayfullAnswer } from '../../nodes/PayfullPaymentRequest/answer';
import { readPaytrAnswer } from '../../nodes/PaytrLinkNotify/answer';
import { readJson } from '../../nodes/shared/answer';
import { shown } from '../../nodes/shared/values/problem';
import { answer } from './answers';
import { PARSERS } from './parsers';

/** What drives a careless pattern, or composing accents (NFC), to the square of a text's length. */
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
	'quotation marks': (length) => '"\\'.repeat(length / 2),
	'Turkish letters': (length) => 'İı'.repeat(length / 2),
	'pairs of surrogates': (length) => '🎉'.repeat(length / 2),
	'half pairs': (length) => '\ud83c'.repeat(length),
	hashes: (length) => '#'.repeat(length),
	'deep JSON': (length) => '[{"a":'.repeat(length / 6),
	'deep JSON with an end': (length) =>
		'{"status":'.repeat(length / 11) + '1' + '}'.repeat(length / 11),
};

const READERS: Record<string, (text: string) => unknown> = {
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
};

/**
 * Milliseconds of this process's own work, no matter how busy the machine is: the least of some
 * tries, if the first is not good enough.
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

/** What stands before and behind what is repeated, at most. */
const AROUND = 10;

/** Less is noise: a squared 10,000 takes 40 ms and more, a squared 100,000 some seconds. */
const FLOOR_MS = 1;

const RATIO = 20;

describe.each([
	['of 10,000 characters, the most that is read', 10_000, FLOOR_MS],
	['of 100,000 characters', 100_000, 3 * FLOOR_MS],
])('a text %s', (_, length, floor) => {
	const plain = 'x'.repeat(length);
	const worst = Object.entries(WORST).map(([kind, make]) => [kind, make(length - AROUND)] as const);

	it.each(Object.entries(READERS))('is never hard for %s', (__, read) => {
		const usual = Math.max(
			work(() => read(plain)),
			floor,
		);
		for (const [kind, text] of worst) {
			const ratio = work(() => read(text), usual * RATIO) / usual;
			expect({ kind, isLinear: ratio <= RATIO || ratio }).toEqual({ kind, isLinear: true });
		}
	});
});
