/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test, never packed */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { startSandbox, type SandboxState } from '../../../sandbox';
import { MAX_RECORDS, Store } from '../../../sandbox/state';
import {
	control,
	newLink,
	pay,
	payfull,
	remove,
	SEND_SMS,
	sms,
	until,
	useSandbox,
	withSandbox,
} from './client';
import { useFolder } from './folder';

const asJson = (state: SandboxState) => JSON.parse(JSON.stringify(state)) as SandboxState;

describe('state of the sandbox', () => {
	const file = useFolder();
	const sandbox = useSandbox();

	const counts = () => sandbox.state().counts;
	/** A Payfull call with no fields. */
	const emptyCall = async (headers: Record<string, string>) =>
		await (await fetch(`${sandbox.url}/integration/api/v1`, { method: 'POST', headers })).text();

	it('is kept in a file across a restart', async () => {
		const stateFile = file('deeper', 'state.json');
		const before = await withSandbox({ stateFile }, async (first) => {
			const id = await newLink(first, { max_count: '5' });
			await remove(first, await newLink(first));
			await sms(first, { id });
			await payfull(first);
			await pay(first, id);
			await sms(first, { cell_phone: '1' });
			return asJson(first.state());
		});
		expect(JSON.parse(readFileSync(stateFile, 'utf8'))).toEqual(before);
		expect(readdirSync(file('deeper'))).toEqual(['state.json']);

		const [{ id }, { id: gone }] = before.links;
		await withSandbox({ stateFile }, async (second) => {
			expect(asJson(second.state())).toEqual({
				...before,
				counts: { ...before.counts, peakInFlight: 0, connections: 0 },
			});
			expect(await sms(second, { id: gone })).toMatchObject({ status: 'failed' });
			expect(await sms(second, { id })).toEqual({ status: 'success' });
			expect(second.state().messages.at(-1)?.seq).toBe(before.counts.messages + 1);
			expect(second.state().links[0]).toMatchObject({ stock: 4, payments: [{ linkId: id }] });
		});
	});

	it('is written before the end', async () => {
		const stateFile = file('state.json');
		await withSandbox({ stateFile }, async (other) => {
			await sms(other);
			await until('the file', () => existsSync(stateFile));
			expect(JSON.parse(readFileSync(stateFile, 'utf8'))).toMatchObject({ counts: { sms: 1 } });
		});
	});

	it('the error names a broken state file', async () => {
		const stateFile = file('broken.json');
		writeFileSync(stateFile, '{"messages":');
		await expect(startSandbox({ stateFile })).rejects.toThrow(stateFile);
	});

	it('forgets everything at a reset, including faults', async () => {
		const empty = sandbox.state();
		sandbox.addFault({ fault: 'http500', service: 'payfull' });
		await newLink(sandbox);
		await sms(sandbox);
		expect((await control(sandbox, 'POST', 'reset')).body).toEqual({ reset: true });
		expect(sandbox.state()).toEqual(empty);
		expect(await payfull(sandbox)).toMatchObject({ ErrorCode: '00' });
	});

	it('is a copy, and is the same over HTTP; a limit returns the latest entries', async () => {
		const phones = ['05550000001', '05550000002', '05550000003'];
		for (const cell_phone of phones) await sms(sandbox, { cell_phone });
		sandbox.state().messages.length = 0;
		const read = async (query: string) =>
			await control<SandboxState>(sandbox, 'GET', `state${query}`);
		const whole = (await read('')).body;
		expect(whole).toEqual(asJson(sandbox.state()));
		expect(whole.messages.map(({ to }) => to)).toEqual(phones);
		const limited = (await read('?limit=2')).body;
		expect(limited.messages.map(({ to }) => to)).toEqual(phones.slice(1));
		expect(limited.requests.map(({ seq }) => seq)).toEqual([2, 3]);
		expect(limited.counts.messages).toBe(3);
		expect((await read('?limit=0')).body.messages).toEqual([]);
		expect((await read('?limit=x')).status).toBe(400);
	});

	it('counts requests in flight and their peak exactly', async () => {
		sandbox.addFault({ fault: 'hangAfter', match: { id: 'HANG' } });
		const leaving = new AbortController();
		const hang = {
			method: 'POST',
			body: new URLSearchParams({ id: 'HANG' }),
			signal: leaving.signal,
		};
		const hanging = Array.from({ length: 7 }, async () => {
			await fetch(sandbox.url + SEND_SMS, hang).catch(() => undefined);
		});
		await until('seven', () => counts().inFlight === 7);
		await sms(sandbox);
		await sms(sandbox);
		expect(counts()).toMatchObject({ inFlight: 7, peakInFlight: 8 });
		sandbox.reset();
		expect(counts()).toMatchObject({ inFlight: 7, peakInFlight: 7 });
		leaving.abort();
		await Promise.all(hanging);
		await until('none', () => counts().inFlight === 0);
		sandbox.reset();
		for (let time = 0; time < 20; time++) await sms(sandbox);
		expect(counts()).toMatchObject({ inFlight: 0, peakInFlight: 1, requests: 20 });
	});

	it('counts connections, except those to its own interface', async () => {
		const headers = { connection: 'close' };
		for (let n = 0; n < 3; n++) await fetch(`${sandbox.url}/_sandbox/state`, { headers });
		for (let n = 0; n < 2; n++) await emptyCall(headers);
		expect(counts().connections).toBe(2);
	});

	it('delays answers by its latency option, but decides at once', async () => {
		await withSandbox({ latencyMs: 80 }, async (slow) => {
			const from = performance.now();
			const answer = sms(slow);
			await until('the message', () => slow.state().messages.length === 1);
			expect(slow.state().counts.inFlight).toBe(1);
			expect(await answer).toEqual({ status: 'success' });
			expect(performance.now() - from).toBeGreaterThanOrEqual(75);
		});
	});

	it('the sandbox closes even if clients are waiting', async () => {
		await withSandbox({ latencyMs: 60_000 }, async (slow) => {
			const match = { cell_phone: '05550000000' };
			slow.addFault({ fault: 'hangBefore', match });
			const waiting = Promise.allSettled([sms(slow, match), sms(slow)]);
			await until('both', () => slow.state().counts.inFlight === 2);
			await slow.close();
			expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
		});
	});

	it('records the caller’s request ID', async () => {
		await emptyCall({ 'x-request-id': 'abc-1' });
		expect(sandbox.state().requests).toMatchObject([{ requestId: 'abc-1', code: '01' }]);
	});
});

describe('the store', () => {
	it('counts a connection once, and again after a reset', () => {
		const store = new Store();
		const [one, two] = [{}, {}];
		for (const connection of [one, two, one]) store.connected(connection);
		expect(store.counts.connections).toBe(2);
		store.clear();
		store.connected(one);
		expect(store.counts.connections).toBe(1);
	});

	it('drops the oldest records, but keeps the counts', () => {
		const store = new Store();
		const total = Math.floor(MAX_RECORDS * 1.1) + 1;
		const fields = {};
		for (let n = 0; n < total; n++) {
			store.addMessage({ provider: 'paytr', channel: 'sms', to: '', text: '', link: null, fields });
		}
		expect(store.messages).toHaveLength(MAX_RECORDS);
		expect(store.messages.at(-1)?.seq).toBe(total);
		expect(store.counts.sms).toBe(total);
	});
});
