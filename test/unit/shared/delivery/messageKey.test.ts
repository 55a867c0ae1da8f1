import {
	deduplicationKey,
	keyOfAnotherRecipient,
	messageKey,
	missingKeyPart,
	type WrongPart,
} from '../../../../nodes/shared/delivery/memory/messageKey';

it('the same key in another store is another message', () => {
	// printf '["sms","A1","store"]' | openssl dgst -sha256 -binary | base64 | cut -c -22
	expect(messageKey('sms', 'A1', 'store')).toBe('5+OHdMJpM244yA511OBsVl');
	expect(messageKey('sms', 'A1')).toBe('GHdn0UPwP0wW6O5yIjThev');
});

describe('deduplicationKey', () => {
	it.each([
		['  A \t 1\u00a0 ', 'A 1'],
		['\u200bA', 'A'],
		['\u0001A\u0001', 'A'],
		['1001,00', '1001'],
		['="1001"', '1001'],
		[0.5, '0.5'],
	])('reads %j as %j', (value, key) => {
		expect(deduplicationKey(value)).toEqual({ ok: true, value: key });
	});

	it.each([
		['', "is empty, and 'Send Only Once' needs it"],
		[' \u200b', "is empty, and 'Send Only Once' needs it"],
		['-', 'is "-", which is no key'],
		['undefined-7', 'is "undefined-7", which is no key'],
	])('rejects %j', (value, message) => {
		const read = deduplicationKey(value);
		expect(read).toMatchObject({ ok: false, error: { message } });
		expect(read).toMatchObject({ error: { fix: expect.stringContaining('invoice number') } });
	});

	it.each([2 ** 53, 'INV-2,02612E+13'])('rejects %j, which has lost digits', (value) => {
		expect(deduplicationKey(value)).toMatchObject({
			ok: false,
			error: { message: expect.stringContaining('lost digits') },
		});
	});
});

describe('missingKeyPart', () => {
	const part = (why: WrongPart['why']): WrongPart => ({
		field: '{{ $json.m }}',
		value: 'yok',
		why,
	});

	it.each([
		['empty', 'has nothing in {{ $json.m }}: "7-"'],
		['broken', 'has "yok" in {{ $json.m }}: "7-"'],
		['cutOff', 'has lost digits in {{ $json.m }}: "7-"'],
		['gap', 'lacks a part before or behind a separator: "7-"'],
	] as const)('%s', (why, message) => {
		expect(missingKeyPart('7-', part(why)).message).toBe(message);
	});

	it('has another advice for lost digits', () => {
		const fix = (why: WrongPart['why']) => missingKeyPart('7-', part(why)).fix;
		expect(fix('broken')).toBe(fix('empty'));
		expect(fix('cutOff')).not.toBe(fix('empty'));
		expect(fix('cutOff')).toContain('text');
	});
});

it('keyOfAnotherRecipient names the other row', () => {
	expect(keyOfAnotherRecipient('7', 2)).toMatchObject({
		message: 'is the same as in row 3, which goes to somebody else: "7"',
	});
});
