/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test, never packed */
import { isIP } from 'node:net';

import fc from 'fast-check';

import { clientIp } from '../../../nodes/PayfullPaymentRequest/values';
import { problemOf, valueOf } from '../parsed';

describe('clientIp', () => {
	it.each([
		...['203.0.113.10', '0.0.0.0', '255.255.255.255', '2001:db8::1', '::', '::1', '1::'],
		...['2001:DB8:0:0:0:0:0:1', '::ffff:192.0.2.1', '64:ff9b::192.0.2.33', '1:2:3:4:5:6:1.2.3.4'],
	])('takes %s', (address) => expect(valueOf(clientIp(` ${address}\n`))).toBe(address));

	it.each([[''], ['  '], [undefined], [null]])(
		'reads %j as the address of the credential',
		(value) => {
			expect(valueOf(clientIp(value))).toBe('');
		},
	);

	it.each([
		...['203.0.113', '203.0.113.256', '203.0.113.010', '203.0.113.10:443', '203.0.113.10/24'],
		...['203.0.113.10, 10.0.0.1', '1.2.3.4.5', ':::', '1::2::3', '12345::', '1:2:3:4:5:6:7:8:9'],
		...['1:2:3:4:5:6:7', '1:2:3:4:5:6:7::8:9', '::1.2.3.400', '1.2.3.4::', '[::1]'],
		...['fe80::1%eth0', 'localhost', 'g::1'],
	])('refuses %s', (address) => {
		const { message, fix } = problemOf(clientIp(address));
		expect(message).toBe(`is not an IP address: "${address}"`);
		expect(fix).toContain('203.0.113.10');
	});

	it('rejects a list', () => {
		expect(problemOf(clientIp(['203.0.113.10'])).message).toContain('list or an object');
	});

	it('agrees with Node on all addresses of both versions, and on similar texts', () => {
		const address = fc.oneof(fc.ipV4(), fc.ipV6());
		const group = fc.constantFrom('0', '1', 'ff', 'abcd', '12345', '', '255', '256', '01', 'g');
		const separator = fc.constantFrom(':', ':', ':', '::', '.', '.');
		const text = fc
			.array(fc.tuple(group, separator), { minLength: 1, maxLength: 10 })
			.map((parts) => parts.flat().join(''))
			.chain((all) => fc.constantFrom(all, all.slice(0, -1), `:${all}`));
		const mutated = fc
			.oneof(fc.ipV4Extended(), address)
			.chain((whole) =>
				fc
					.tuple(fc.nat(whole.length), fc.constantFrom('', ':', '.', '0', 'f', '::', '1.2.3.4'))
					.map(([at, piece]) => whole.slice(0, at) + piece + whole.slice(at + 1)),
			);
		fc.assert(
			fc.property(fc.oneof(text, mutated, address), (given) => {
				fc.pre(given !== '');
				const expected = isIP(given) ? { ok: true, value: given } : { ok: false };
				expect([given, clientIp(given)]).toEqual([given, expect.objectContaining(expected)]);
			}),
			{ numRuns: 10_000 },
		);
	});
});
