/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import dns from 'node:dns/promises';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { isLoopback } from './options';

/** Address ranges of internal networks (RFC 1918, 6598, 3927, 4193 and similar). */
const INTERNAL = new BlockList();
for (const [net, prefix] of [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.168.0.0', 16],
	['198.18.0.0', 15],
	['224.0.0.0', 3],
] as const) {
	INTERNAL.addSubnet(net, prefix, 'ipv4');
}
for (const [net, prefix] of [
	['::', 128],
	['64:ff9b::', 96],
	['fc00::', 7],
	['fe80::', 10],
	['ff00::', 8],
] as const) {
	INTERNAL.addSubnet(net, prefix, 'ipv6');
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

const listed = (list: BlockList, address: string) =>
	list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/**
 * Whether a local port may get notifications. Allowed are the given ports, or otherwise all ports
 * that need no privileges.
 */
const isLocalPort = (port: number, localPorts: readonly number[] | undefined) =>
	localPorts ? localPorts.includes(port) : port >= 1024;

export const portOf = ({ port, protocol }: URL) =>
	port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);

/** Decides which addresses may get notifications. */
export interface NoticePolicy {
	/** The sandbox listens on loopback, so an n8n on the same machine has only a loopback address. */
	local: boolean;
	localPorts?: readonly number[] | undefined;
}

/**
 * The reason why an address may not get notifications. Undefined if it may. A name is checked
 * later, when it is looked up.
 */
function whyRefused(
	address: string,
	port: number,
	{ local, localPorts }: NoticePolicy,
): string | undefined {
	if (listed(LOOPBACK, address)) {
		if (!local) return 'not this machine';
		return isLocalPort(port, localPorts) ? undefined : `not port ${port} of this machine`;
	}
	return listed(INTERNAL, address) ? 'not an internal address' : undefined;
}

/** The problem with a link's callback address, as far as it can be found without a DNS lookup. */
export function refusedTarget(url: URL, policy: NoticePolicy): string | undefined {
	const host = url.hostname.replace(/^\[|\]$/g, '');
	if (isIP(host) > 0) return whyRefused(host, portOf(url), policy);
	return isLoopback(host) ? whyRefused('127.0.0.1', portOf(url), policy) : undefined;
}

/** Looks up names for a connection, and returns only allowed addresses. */
export function checkedLookup(port: number, policy: NoticePolicy): LookupFunction {
	return (host, options, callback) => {
		dns.lookup(host, { ...options, all: true }).then(
			(found) => {
				const refused = found.map(({ address }) => whyRefused(address, port, policy)).find(Boolean);
				if (refused !== undefined) callback(new Error(`not sent: ${refused}`), []);
				else if (options.all) callback(null, found);
				else callback(null, found[0].address, found[0].family);
			},
			(error: NodeJS.ErrnoException) => callback(error, []),
		);
	};
}
