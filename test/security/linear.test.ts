import { FORMATS } from '../../credentials/signing/formats';
import { readForm } from '../../credentials/signing/form';
import { payfullHash } from '../../credentials/signing/payfull';
import { paytrToken } from '../../credentials/signing/paytr';
import { ownAddress, requestTarget } from '../../credentials/signing/target';

const OWN = new URL('https://www.paytr.com');
const LENGTH = 200_000;

/** What makes a careless pattern, or Unicode's normal form, take time with the square of the length. */
const WORST = [
	'/',
	'\\',
	'@',
	'a@',
	'.',
	'a.',
	' ',
	'\u0301',
	'İ',
	'TL1',
	'http://',
	'%2f',
	'0',
	',A',
	':',
];

const text = (piece: string) => piece.repeat(LENGTH / piece.length);

const READERS: Record<string, (value: string) => unknown> = {
	'the own address': (value) => ownAddress(`https://${value}`, 'Base URL', 'x'),
	'the own path': (value) => ownAddress(`https://a.b/${value}x`, 'Base URL', 'x'),
	'the address of a request': (url) => requestTarget({ url }, OWN, 'Base URL'),
	'a path of a request': (value) => requestTarget({ url: `/${value}x` }, OWN, 'Base URL'),
	'a body': (body) => readForm({ url: '', body }),
	'a field': (id) => readForm({ url: '', form: { id } }, { id: LENGTH }),
	'a PayTR service': (path) => paytrToken(path, { merchant_id: '1' }, 'k', 's'),
	'PayTR’s fields': (id) =>
		paytrToken('/odeme/api/link/delete', { id, merchant_id: '1' }, 'k', 's'),
	'Payfull’s fields': (a) => payfullHash({ a }, 'k'),
	...Object.fromEntries(
		Object.entries(FORMATS).map(([name, { pattern }]) => [
			`the format ${name}`,
			(value: string) => pattern.test(value) || pattern.test(`${value}\n`),
		]),
	),
};

function milliseconds(read: (value: string) => unknown, value: string): number {
	const begun = performance.now();
	try {
		read(value);
	} catch {
		// Refused, which is as good.
	}
	return performance.now() - begun;
}

it.each(Object.entries(READERS))(
	'%s of 200,000 characters takes time like a plain text of that length',
	(_, read) => {
		const plain = text('Gecersiz ');
		milliseconds(read, plain);
		const usual = Math.max(5, milliseconds(read, plain));
		const times = WORST.map((piece) => [piece, milliseconds(read, text(piece)) / usual] as const);
		// A pattern that backtracks over so much takes many seconds, not a few times as long.
		expect(times.filter(([, ratio]) => ratio > 100)).toEqual([]);
	},
);
