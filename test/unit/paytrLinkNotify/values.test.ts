import { DateTime } from 'luxon';

import {
	callbackId,
	callbackLink,
	currency,
	expiryDate,
	optional,
} from '../../../nodes/PaytrLinkNotify/values';

const ok = <T>(value: T) => ({ ok: true, value });

describe('currency', () => {
	it.each(['TL', 'EUR', 'USD', 'GBP', 'RUB'])('takes %s', (value) => {
		expect(currency(value)).toEqual(ok(value));
	});

	it.each(['TRY', 'try', ' TRY ', 'tl', ' tl'])('takes %j for TL', (value) => {
		expect(currency(value)).toEqual(ok('TL'));
	});

	it.each(['eur', 'Usd '])('takes %j in any case', (value) => {
		expect(currency(value)).toEqual(ok(value.trim().toUpperCase()));
	});

	it('refuses what PayTR does not take, with those that it does', () => {
		expect(currency('CHF')).toEqual({
			ok: false,
			error: { message: 'can\'t be "CHF"', fix: 'Use one of: TL, EUR, USD, GBP, RUB.' },
		});
	});
});

describe('callback link', () => {
	const paytr = callbackLink(false);
	const FIX =
		'Use the public production URL of the PayTR Link Trigger, e.g. https://n8n.example.com/webhook/….';

	it.each([
		'https://n8n.example.com/webhook/1/paytr',
		'http://n8n.example.com/webhook/1/paytr',
		'https://n8n.example.com/webhook/1/paytr?shop=a:8080',
		`https://n8n.example.com/${'x'.repeat(400 - 'https://n8n.example.com/'.length)}`,
	])('may be %s', (value) => {
		expect(paytr(value)).toEqual(ok(value));
	});

	it.each([
		['n8n.example.com/webhook/1/paytr', 'is not a web address'],
		['ftp://n8n.example.com/paytr', 'must begin with http:// or https://'],
		['https://n8n.example.com:5678/paytr', 'has a port, which PayTR refuses'],
		['https://n8n.example.com:443/paytr', 'has a port, which PayTR refuses'],
		['http://n8n.example.com:80/paytr', 'has a port, which PayTR refuses'],
		['https://me@n8n.example.com:443/paytr', 'has a port, which PayTR refuses'],
		['https://localhost/paytr', 'is on this machine (localhost), which PayTR cannot reach'],
		['https://LOCALHOST/paytr', 'is on this machine (localhost), which PayTR cannot reach'],
		['http://127.0.0.1:5678/paytr', 'is on this machine (localhost), which PayTR cannot reach'],
		['http://[::1]/paytr', 'is on this machine (localhost), which PayTR cannot reach'],
	])('may not be %s', (value, why) => {
		expect(paytr(value)).toEqual({
			ok: false,
			error: { message: `${why}: "${value}"`, fix: FIX },
		});
	});

	it('has at most 400 characters', () => {
		const value = `https://n8n.example.com/${'x'.repeat(401 - 'https://n8n.example.com/'.length)}`;

		expect(paytr(value)).toMatchObject({
			ok: false,
			error: { message: `has more than 400 characters: "${value.slice(0, 100)}…"` },
		});
	});

	it('may be on this machine for the sandbox, the other rules stand', () => {
		const sandbox = callbackLink(true);

		expect(sandbox('http://127.0.0.1:5678/paytr')).toEqual(ok('http://127.0.0.1:5678/paytr'));
		expect(sandbox('http://localhost/paytr')).toEqual(ok('http://localhost/paytr'));
		expect(sandbox('https://n8n.example.com:5678/paytr')).toMatchObject({ ok: false });
		expect(sandbox('ftp://127.0.0.1/paytr')).toMatchObject({ ok: false });
	});
});

describe('callback ID', () => {
	it.each(['ORDER1001', 'a', '1001', 1001, 'x'.repeat(64)])('may be %j', (value) => {
		expect(callbackId(value)).toEqual(ok(String(value)));
	});

	it.each(['ORDER-1001', 'sipariş1', 'ORDER 1001', 'ORDER_1', 'x'.repeat(65)])(
		'may not be %j',
		(value) => {
			expect(callbackId(value)).toMatchObject({
				ok: false,
				error: {
					fix: 'Use letters from A to Z and digits only, at most 64, e.g. ORDER1001.',
				},
			});
		},
	);

	it('says which of its rules is broken', () => {
		expect(callbackId('ORDER-1001')).toMatchObject({
			error: { message: 'is not made of letters from A to Z and digits: "ORDER-1001"' },
		});
		expect(callbackId('x'.repeat(65))).toMatchObject({
			error: { message: `has 65 characters: "${'x'.repeat(65)}"` },
		});
	});
});

describe('expiry date', () => {
	const NOW = '2026-01-10T12:00:00Z';

	beforeEach(() => jest.useFakeTimers({ now: new Date(NOW) }));
	afterEach(() => jest.useRealTimers());

	it.each([
		// In New York, winter is UTC-5 and summer UTC-4; Istanbul is UTC+3 all year.
		['America/New_York', '2026-02-01T12:00:00', '2026-02-01 20:00:00'],
		['America/New_York', '2026-07-01T12:00:00', '2026-07-01 19:00:00'],
		['America/New_York', '2026-07-01', '2026-07-01 07:00:00'],
		['America/New_York', '31.12.2026 23:59', '2027-01-01 07:59:00'],
		['America/New_York', '31-12-2026', '2026-12-31 08:00:00'],
		['America/New_York', '2026-12-31 10:15:30', '2026-12-31 18:15:30'],
		// The hour that New York's clocks leave out is the one after it.
		['America/New_York', '2026-03-08T02:30:00', '2026-03-08 10:30:00'],
		['Europe/Istanbul', '2026-07-01T12:00:00', '2026-07-01 12:00:00'],
		['Asia/Tokyo', '2026-07-01T03:00:00', '2026-06-30 21:00:00'],
		// A zone in the value counts more than the workflow's.
		['America/New_York', '2026-07-01T12:00:00Z', '2026-07-01 15:00:00'],
		['America/New_York', '2026-07-01T12:00:00.000+03:00', '2026-07-01 12:00:00'],
	])('is read in %s from %s', (timezone, given, sent) => {
		expect(expiryDate(timezone)(given)).toEqual(ok(sent));
	});

	it('is read from JS and Luxon dates', () => {
		const read = expiryDate('America/New_York');
		const moment = DateTime.fromISO('2026-07-01T12:00:00', { zone: 'Asia/Tokyo' });

		expect(read(new Date('2026-07-01T12:00:00Z'))).toEqual(ok('2026-07-01 15:00:00'));
		expect(read(moment)).toEqual(ok('2026-07-01 06:00:00'));
	});

	it('lies in the future, in the workflow time zone', () => {
		// 12:00 UTC is 07:00 in New York and 15:00 in Istanbul.
		expect(expiryDate('America/New_York')('2026-01-10T07:00:01')).toEqual(
			ok('2026-01-10 15:00:01'),
		);
		for (const given of ['2026-01-10T07:00:00', '2026-01-10', '09.01.2026']) {
			expect(expiryDate('America/New_York')(given)).toEqual({
				ok: false,
				error: { message: `is in the past: "${given}"`, fix: 'Choose a later date.' },
			});
		}
		expect(expiryDate('Europe/Istanbul')('2026-01-10T07:00:01')).toMatchObject({ ok: false });
	});

	it.each([
		['soon', 'is not a date: "soon"'],
		['2026-02-30', 'is not a day of the calendar: "2026-02-30"'],
		['12/31/2026', 'is not a date: "12/31/2026"'],
		[1798707600, 'is not a date: "1798707600"'],
	])('is not read from %p', (given, message) => {
		expect(expiryDate('Europe/Istanbul')(given)).toMatchObject({ ok: false, error: { message } });
	});
});

describe('a field that may be empty', () => {
	const read = optional(callbackId);

	it.each([undefined, null, '', '  '])('is left out for %j', (given) => {
		expect(read(given)).toEqual(ok(''));
	});

	it('is checked otherwise', () => {
		expect(read('A1')).toEqual(ok('A1'));
		expect(read('A-1')).toMatchObject({ ok: false });
		expect(read(['A1'])).toMatchObject({ ok: false });
	});

	it('takes dates that are objects, and says that one is invalid', () => {
		const date = optional(expiryDate('Europe/Istanbul'));

		expect(date(new Date('2099-07-01T12:00:00Z'))).toEqual(ok('2099-07-01 15:00:00'));
		expect(date(DateTime.fromISO('2099-07-01T12:00:00Z'))).toEqual(ok('2099-07-01 15:00:00'));
		expect(date(new Date('soon'))).toMatchObject({ ok: false });
	});
});
