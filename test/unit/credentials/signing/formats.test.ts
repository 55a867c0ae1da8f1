import { FORMATS } from '../../../../credentials/signing/formats';

const A95 = 'a'.repeat(95);

/** Valid and invalid values of each format. */
const TRIED: Record<keyof typeof FORMATS, { takes: string[]; not: string[] }> = {
	merchantId: { takes: ['1', '123456789012345'], not: ['', 'a1', '1a', '1'.repeat(16)] },
	linkId: {
		takes: ['N', 'NB2-_lz3'.padEnd(64, 'x')],
		not: ['', '-N', 'N,N', ' N', 'ş', 'N.', 'x'.repeat(65)],
	},
	linkIds: {
		takes: ['N', `A${',NB2-_lz3'.repeat(9)}`, `N,${'x'.repeat(64)}`],
		not: ['', ',N', 'N,', 'N, N', 'N,-', `A${',A'.repeat(10)}`, `N,${'x'.repeat(65)}`],
	},
	phone: { takes: ['05321234567'], not: ['5321234567', '053212345678', '905321234567', '05x'] },
	email: {
		takes: ['a@b.co', 'A.b+c_1@x-1.yy2.com', 'müşteri@örnek.рф', 'a@b.xn--p1ai', `${A95}@b.co`],
		not: [
			...['a@b', 'aa@b.c', 'a@b.c1', 'a@b.co1', 'a@b.xn--p1', 'a@b.co!', 'a b@c.co', ' a@b.co'],
			...['a@b c.co', 'a@b.c d.co', 'a@@b.co', '@bbb.co', 'a@.bb.co', `a${A95}@b.co`],
		],
	},
	name: { takes: ['Çay!', '\n🎉 x', '🎉'.repeat(200)], not: ['', 'Çay', 'x'.repeat(201)] },
	minorUnits: { takes: ['0', '123456789012'], not: ['', '-1', '14.45', '1e3', '1'.repeat(13)] },
	decimal: {
		takes: ['0.5', '123456789012.34'],
		not: ['11', '.5', '5.', '10,25', '-1.5', '1.255', '10.25 ', `${'1'.repeat(13)}.5`],
	},
	currency: { takes: ['TL', 'EUR', 'USD', 'GBP', 'RUB'], not: ['', 'TRY', 'tl', 'XTL', 'TLX'] },
	currencyOrTry: { takes: ['TL', 'TRY', 'EUR', 'USD', 'GBP', 'RUB'], not: ['', 'try', 'TRYX'] },
	linkInstallments: { takes: ['1', '9', '10', '12'], not: ['', '0', '13', '01', '1.0', '-1'] },
	installments: { takes: ['0', '9', '10', '12'], not: ['', '13', '00', '-1'] },
	linkType: { takes: ['product', 'collection', 'flex'], not: ['', 'Product', 'flexx'] },
	language: { takes: ['tr', 'en'], not: ['', 'TR', 'de', 'tren'] },
	count: { takes: ['0', '123456789'], not: ['', '-1', '1.5', '1'.repeat(10)] },
	flag: { takes: ['0', '1'], not: ['', '2', '01', 'true'] },
	order: { takes: ['A', 'z09'.padEnd(64, 'x')], not: ['', 'A-1', ' A', 'A_', 'x'.repeat(65)] },
	transfer: { takes: ['A', 'z09'.padEnd(60, 'x')], not: ['', 'A-1', ' A', 'A_', 'x'.repeat(61)] },
	request: { takes: ['A', 'z09'.padEnd(32, 'x')], not: ['', 'A-1', ' A', 'A_', 'x'.repeat(33)] },
	bin: { takes: ['435508', '43550801'], not: ['', '4355080', '435508012', 'x435508', '43550x'] },
	date: {
		takes: ['2026-03-01', '2026-10-29', '2026-12-31'],
		not: ['2026-3-01', '2026-13-01', '2026-03-32', '2026-03-40', '12026-03-01', '2026-03-011'],
	},
	moment: {
		takes: ['2026-03-01 00:00:00', '2026-12-31 19:59:59', '2026-10-29 23:05:01'],
		not: [
			...['2026-03-01', '2026-13-01 00:00:00', '2026-03-32 00:00:00', '2026-03-01T00:00:00'],
			...['2026-03-01 24:00:00', '2026-03-01 00:60:00', '2026-03-01 00:00:60'],
			...['12026-03-01 00:00:00', '2026-03-01 00:00:000'],
		],
	},
	ip: {
		takes: ['1.2.3.4', '203.113.113.100', '::', '::1', '2001:DB8:0:0::1', '::ffff:203.0.113.10'],
		not: [
			...['', ':', '1.2.3', '1.2.3.4.5', '1.2.3.4567', '1234.2.3.4', 'x1.2.3.4', '1.2.3.4x'],
			...['g::1', '::g', 'localhost', '0:'.repeat(20)],
		],
	},
	basket: {
		takes: ['W1sA', 'W1s+/A==', 'A='.padStart(60, 'x')],
		not: ['', 'W1s', 'W1sA===', 'W1=s', ' W1sA', 'W1s-', 'ş'.repeat(4)],
	},
	cardToken: { takes: ['a', 'a_B.1-'.padEnd(200, 'x')], not: ['', ' a', 'a/', 'x'.repeat(201)] },
	holder: { takes: ['A', 'Öz-Kaya '.padEnd(200, 'x')], not: ['', 'A\n', '\tA', 'x'.repeat(201)] },
	iban: {
		takes: ['TR330006100519786457841326'],
		not: [
			...['TR33 0006 1005 1978 6457 8413 26', 'DE89370400440532013000', 'tr33'.padEnd(26, '0')],
			...['TR'.padEnd(27, '0'), 'TR'.padEnd(25, '0'), 'XTR'.padEnd(27, '0')],
		],
	},
	eft: { takes: ['eft'], not: ['', 'EFT', 'eftx', 'xeft'] },
};

it.each(Object.entries(TRIED))(
	'the format %s accepts all valid values and no others',
	(name, tried) => {
		const { is, pattern } = FORMATS[name as keyof typeof FORMATS];
		expect(tried.takes.filter((value) => !pattern.test(value))).toEqual([]);
		expect(tried.not.filter((value) => pattern.test(value))).toEqual([]);
		// Every format has a description with an example.
		expect(is).toMatch(/^[a-z].{4,}/);
		const [, example] = /, e\.g\. ([^[]+)$/.exec(is) ?? [];
		if (example !== undefined) expect(example).toMatch(pattern);
	},
);

it('a format of fixed words lists them', () => {
	expect(FORMATS.linkType.is).toBe('one of product, collection, flex');
});
