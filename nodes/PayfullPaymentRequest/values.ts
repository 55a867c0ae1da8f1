import type { Parsed } from '../shared/values/problem';
import { text } from '../shared/values/text';
import { notAnIpAddress } from './problems';

const BYTE = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = new RegExp(`^${BYTE}(?:\\.${BYTE}){3}$`);
const GROUP = /^[\da-f]{1,4}$/i;

function isIpv6(address: string): boolean {
	const [, head, v4] = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address) ?? [];
	if (v4) return IPV4.test(v4) && isIpv6(`${head}0:0`);
	const halves = address.split('::');
	if (halves.length > 2) return false;
	const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
	const count = groups.flat().length;
	return (
		groups.flat().every((group) => GROUP.test(group)) &&
		(halves.length === 2 ? count < 8 : count === 8)
	);
}

/** An IP address, v4 or v6. If it is empty, the credential's IP address is used. */
export function clientIp(value: unknown): Parsed {
	const given = text(value);
	if (!given.ok || given.value === '' || IPV4.test(given.value) || isIpv6(given.value))
		return given;
	return notAnIpAddress(given.value);
}
