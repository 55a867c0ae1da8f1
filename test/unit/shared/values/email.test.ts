import fc from 'fast-check';

import { email } from '../../../../nodes/shared/values/email';
import { problemOf, valueOf } from '../../parsed';

const any = email();

describe('email', () => {
	it.each([
		'name@example.com',
		'first.last+tag@sub.example.com.tr',
		'MuhammedSalihTestEmail@payfull.com',
		"o'brien_1-2@example.co",
		'müşteri@örnek.com.tr',
		'1@2.io',
	])('takes %s as typed', (address) => expect(valueOf(any(address))).toBe(address));

	it.each([
		['  name@example.com\n', 'name@example.com'],
		['\u200ename@example.com\u200b', 'name@example.com'],
		['\ufeffname@example.com', 'name@example.com'],
		['mu\u0308s\u0327teri@example.com', 'müşteri@example.com'],
	])('takes %j without what came along, composed', (typed, address) => {
		expect(valueOf(any(typed))).toBe(address);
	});

	it.each([
		'name',
		'name@',
		'@example.com',
		'name@example',
		'name@@example.com',
		'name@example..com',
		'name@.example.com',
		'name@example.com.',
		'.name@example.com',
		'name.@example.com',
		'na..me@example.com',
		'na me@example.com',
		'name@exa mple.com',
		'Name <name@example.com>',
		'<name@example.com>',
		'a@example.com, b@example.com',
		'a@example.com;b@example.com',
		'mailto:name@example.com',
		'"na me"@example.com',
		'name@[127.0.0.1]',
		'name@example.com\u200b\nb@example.com',
		'\u200b',
		'N/A',
	])('refuses %j', (address) => {
		const { message, fix } = problemOf(any(address));
		expect(message).toMatch(/^is not an e-mail address: "/);
		expect(fix).toContain('name@example.com');
	});

	it.each([[''], [' '], [undefined], [null]])('calls %j empty', (address) => {
		expect(problemOf(any(address)).message).toBe('is empty');
	});

	it('refuses a list of addresses', () => {
		expect(problemOf(any(['a@b.co'])).message).toContain('holds a list or an object');
	});

	it('takes at most the given number of characters, counted in code points', () => {
		const address = (length: number) => `${'ş'.repeat(length - '@example.com'.length)}@example.com`;
		expect(valueOf(email(100)(address(100)))).toBe(address(100));
		const { message, fix } = problemOf(email(100)(address(101)));
		expect(message).toMatch(/^has 101 characters: "/);
		expect(fix).toBe('Use at most 100 characters.');
		expect(valueOf(any(address(254)))).toBe(address(254));
		expect(problemOf(any(address(255))).message).toMatch(/^has 255 characters/);
		const emoji = `${'🎉'.repeat(88)}@example.com`;
		expect(valueOf(email(100)(emoji))).toBe(emoji);
	});

	it('takes every address that fast-check makes of plain letters', () => {
		fc.assert(
			fc.property(fc.emailAddress(), (address) => expect(valueOf(any(address))).toBe(address)),
		);
	});

	it('gives one @, a dot behind it and no space, whatever is typed', () => {
		const typed = fc.string({ unit: fc.constantFrom('a', 'ş', '@', '.', ' ', ',', '<', '\u200b') });
		fc.assert(
			fc.property(typed, (text) => {
				const read = any(text);
				if (read.ok) expect(read.value).toMatch(/^[aş.]+@[aş]+(\.[aş]+)+$/);
			}),
			{ numRuns: 3000 },
		);
	});
});
