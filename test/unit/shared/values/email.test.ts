import fc from 'fast-check';

import { email } from '../../../../nodes/shared/values/email';
import { problemOf, valueOf } from '../../parsed';
import { runs } from '../../runs';

const any = email();

describe('email', () => {
	it.each([
		'name@example.com',
		'first.last+tag@sub.example.com.tr',
		'MuhammedSalihTestEmail@payfull.com',
		"o'brien_1-2@example.co",
		'GMAIL@GMAIL.COM',
		'1@2.io',
		'a-@my-shop.co',
	])('accepts %s as typed', (address) => expect(valueOf(any(address))).toBe(address));

	it.each([
		['  name@example.com\n', 'name@example.com'],
		['\u200ename@example.com\u200b', 'name@example.com'],
		['\u001fname@example.com\u0007', 'name@example.com'],
		['="name@example.com"', 'name@example.com'],
		['mailto:name@example.com', 'name@example.com'],
		['\ufeffna\u00adme@example.com', 'name@example.com'],
		// A domain with other letters is sent as punycode.
		['name@örnek.com.tr', 'name@xn--rnek-4qa.com.tr'],
		['name@ÖRNEK.com.tr', 'name@xn--rnek-4qa.com.tr'],
		['name@o\u0308rnek.com.tr', 'name@xn--rnek-4qa.com.tr'],
		['ad@çiçek.com', 'ad@xn--iek-1lab.com'],
		['ad@www.çiçek.com', 'ad@www.xn--iek-1lab.com'],
		['имя@пример.рф', 'имя@xn--e1afmkfd.xn--p1ai'],
	])('reads %j as %s', (typed, address) => expect(valueOf(any(typed))).toBe(address));

	it.each([
		['AYSE@GMAİL.COM', 'AYSE@gmail.com'],
		['ayse@gmaıl.com', 'ayse@gmail.com'],
		['ayse@HOTMAI\u0307L.COM', 'ayse@hotmail.com'],
		['ayse@gmai\u0307l.com', 'ayse@gmail.com'],
		['İSMAİL@ışık.com.tr', 'ismail@işik.com.tr'],
	])('rejects %s, and suggests %s', (typed, likely) => {
		const { message, fix } = problemOf(any(typed));
		expect(message).toMatch(/^has a Turkish i in its domain: "/);
		expect(fix).toContain(`It is likely ${likely}.`);
	});

	it.each([
		['ALİ.VELİ@GMAIL.COM', 'ali.veli@gmail.com'],
		['ayşe@hotmail.com', 'ayse@hotmail.com'],
		['mu\u0308s\u0327teri@xn--rnek-4qa.com.tr', 'musteri@xn--rnek-4qa.com.tr'],
		['Işıl.Çağ@örnek.com', 'isil.cag@örnek.com'],
	])('rejects the Turkish letters of %s, and suggests %s', (typed, likely) => {
		const { message, fix } = problemOf(any(typed));
		expect(message).toMatch(/^has Turkish letters before the @: "/);
		expect(fix).toContain(`It is likely ${likely}.`);
	});

	it.each(['0532 123 45 67', '+905321234567'])(
		'reports for %s that columns look swapped',
		(typed) => {
			const { message, fix } = problemOf(any(typed));
			expect(message).toBe(`is not an e-mail address: "${typed}"`);
			expect(fix).toContain('phone and e-mail columns may be swapped');
		},
	);

	it.each([
		...['name', 'name@', '@example.com', 'name@example', 'name@@example.com', 'N/A'],
		...['name@example..com', 'name@.example.com', 'name@example.com.', '.name@example.com'],
		...['name.@example.com', 'na..me@example.com', 'na me@example.com', 'name@exa mple.com'],
		...['Name <name@example.com>', '<name@example.com>'],
		...['a@example.com, b@example.com', 'a@example.com;b@example.com', 'a@b.co,'],
		...['name@[127.0.0.1]', 'name@127.0.0.1', 'name@example.c', 'name@example.123'],
		'name@example.com\u200b\nb@example.com',
		// Addresses with additional text or typing mistakes.
		...['a@b.co/', 'a@b.co/x', 'http://a@b.co', 'a@b.co?x', 'a@b_c.co', 'a@b.co:25', 'a@b.co#'],
		...['"a@b.co"', "'a@b.co'", "'a@b.co", "a'@b.co", '“a@b.co”', '‘a@b.co’', '«a@b.co»'],
		...['"na me"@example.com', 'a"b@b.co', 'a`@“b.co', 'a@b.co"', "a@b.co'"],
		...['-a@b.co', 'a@-b.co', 'a@b-.co', 'a@b.co-', '- a@b.co', 'a@b.-co'],
		...['a\u0000@b.co', 'a\u0007b@b.co', 'a@b\u0000.co', 'a\u007f@b.co'],
		...['a🎉@b.co', 'a@🎉.co', `a@${'b'.repeat(64)}.co`, `a@${'b.'.repeat(150)}co`],
		...['a@b%2e.co', 'a@１２７.０.０.１', 'a@b\uffa0.co'],
	])('refuses %j', (address) => {
		const { message, fix } = problemOf(any(address));
		expect(message).toMatch(/^is not an e-mail address: "/);
		expect(fix).toContain('name@example.com');
	});

	it('accepts at most the given number of characters in the sent form', () => {
		const address = (length: number) => `${'я'.repeat(length - '@example.com'.length)}@example.com`;
		expect(valueOf(email(100)(address(100)))).toBe(address(100));
		expect(problemOf(email(100)(address(101)))).toEqual({
			message: expect.stringMatching(/^has 101 characters: "/) as string,
			fix: 'Use at most 100 characters.',
		});
		const domain = `${'b.'.repeat(125)}com`;
		expect(valueOf(email(300)(`a@${domain}`))).toBe(`a@${domain}`);
		expect(problemOf(email(300)(`a@b${domain}`)).message).toMatch(/^is not an e-mail address/);
		expect(valueOf(any(address(254)))).toBe(address(254));
		expect(problemOf(any(address(255))).message).toMatch(/^has 255 characters/);
		expect(problemOf(email(20)('name@örnek.com.tr')).message).toMatch(/^has 24 characters/);
	});

	it('accepts every address of fast-check, unless it begins with a dash or quote', () => {
		fc.assert(
			fc.property(fc.emailAddress(), (address) => {
				fc.pre(!/^['-]|'@/.test(address));
				expect(valueOf(any(address))).toBe(address);
			}),
			runs(200),
		);
	});

	it('always returns one @ and a domain of letters, digits, dots and hyphens', () => {
		const unit = fc.constantFrom(...'aşİ@.-1 ,</"\'', '\u200b', '\u0000', 'ö', 'ß', '。', '％');
		fc.assert(
			fc.property(fc.string({ unit }), fc.constantFrom('', '@b.co', '@ö.co'), (text, end) => {
				const read = any(text + end);
				if (read.ok) expect(read.value).toMatch(/^[^\s@"<,\p{Cc}]+@[a-z\d]([a-z\d.-]*[a-z\d])$/u);
			}),
			runs(3000),
		);
	});
});
