/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test, never packed */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { MAX_RECORDS, Store } from '../../../sandbox/state';
import { create, payfull, PRODUCT, remove, sms, until } from './client';

describe('state of the sandbox', () => {
	let folder: string;
	let sandbox: Sandbox | undefined;

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'sandbox-state-'));
	});
	afterEach(async () => {
		await sandbox?.close();
		sandbox = undefined;
		rmSync(folder, { recursive: true });
	});

	it('is kept in a file over a restart', async () => {
		const stateFile = join(folder, 'deeper', 'state.json');
		sandbox = await startSandbox({ stateFile });
		const { id } = await create(sandbox, { ...PRODUCT, max_count: '5' });
		const gone = String((await create(sandbox)).id);
		await remove(sandbox, gone);
		await sms(sandbox, { id: String(id) });
		await payfull(sandbox);
		await fetch(`${sandbox.url}/_sandbox/pay/${id}`, { method: 'POST' });
		await sms(sandbox, { cell_phone: '1' });
		const before = sandbox.state();
		await sandbox.close();
		expect(JSON.parse(readFileSync(stateFile, 'utf8'))).toEqual(JSON.parse(JSON.stringify(before)));
		expect(readdirSync(join(folder, 'deeper'))).toEqual(['state.json']);

		sandbox = await startSandbox({ stateFile });
		const after = sandbox.state();
		expect({ ...after, counts: {} }).toEqual({
			...(JSON.parse(JSON.stringify(before)) as object),
			counts: {},
		});
		expect(after.counts).toEqual({ ...before.counts, peakInFlight: 0, connections: 0 });
		expect(await sms(sandbox, { id: gone })).toMatchObject({ status: 'failed' });
		expect(await sms(sandbox, { id: String(id) })).toEqual({ status: 'success' });
		expect(sandbox.state().messages.at(-1)?.seq).toBe(before.counts.messages + 1);
		expect(sandbox.state().links[0]).toMatchObject({ stock: 4, payments: [{ linkId: id }] });
	});

	it('is written without waiting for the end', async () => {
		const stateFile = join(folder, 'state.json');
		sandbox = await startSandbox({ stateFile });
		await sms(sandbox);
		await until('the file', () => readdirSync(folder).includes('state.json'));
		expect(JSON.parse(readFileSync(stateFile, 'utf8'))).toMatchObject({ counts: { sms: 1 } });
	});

	it('says which state file is broken', async () => {
		const stateFile = join(folder, 'state.json');
		writeFileSync(stateFile, '{"messages":');
		await expect(startSandbox({ stateFile })).rejects.toThrow(stateFile);
	});

	it('forgets everything at a reset, faults too', async () => {
		sandbox = await startSandbox();
		const empty = sandbox.state();
		sandbox.addFault({ fault: 'http500', service: 'payfull' });
		await create(sandbox);
		await sms(sandbox);
		const response = await fetch(`${sandbox.url}/_sandbox/reset`, { method: 'POST' });
		expect(await response.json()).toEqual({ reset: true });
		expect(sandbox.state()).toEqual(empty);
		expect(await payfull(sandbox)).toMatchObject({ ErrorCode: '00' });
	});

	it('is a copy, and over HTTP the same; a limit takes the latest', async () => {
		sandbox = await startSandbox();
		for (const cell_phone of ['05550000001', '05550000002', '05550000003']) {
			await sms(sandbox, { cell_phone });
		}
		const state = sandbox.state();
		state.messages.length = 0;
		const read = async (query: string) => {
			const response = await fetch(`${sandbox?.url}/_sandbox/state${query}`);
			return { status: response.status, body: (await response.json()) as typeof state };
		};
		expect((await read('')).body).toEqual(JSON.parse(JSON.stringify(sandbox.state())));
		const limited = (await read('?limit=2')).body;
		expect(limited.messages.map(({ to }) => to)).toEqual(['05550000002', '05550000003']);
		expect(limited.requests.map(({ seq }) => seq)).toEqual([2, 3]);
		expect(limited.counts.messages).toBe(3);
		expect((await read('?limit=0')).body.messages).toEqual([]);
		expect((await read('?limit=x')).status).toBe(400);
	});

	it('counts requests in flight and their peak exactly', async () => {
		sandbox = await startSandbox();
		const running = sandbox;
		running.addFault({ fault: 'hangAfter', match: { id: 'HANG' } });
		const leaving = new AbortController();
		const hanging = Array.from({ length: 7 }, async () => {
			await fetch(`${running.url}/odeme/api/link/send-sms`, {
				method: 'POST',
				body: new URLSearchParams({ id: 'HANG' }),
				signal: leaving.signal,
			}).catch(() => undefined);
		});
		await until('seven', () => running.state().counts.inFlight === 7);
		await sms(running);
		await sms(running);
		expect(running.state().counts).toMatchObject({ inFlight: 7, peakInFlight: 8 });
		running.reset();
		expect(running.state().counts).toMatchObject({ inFlight: 7, peakInFlight: 7 });
		leaving.abort();
		await Promise.all(hanging);
		await until('none', () => running.state().counts.inFlight === 0);
		running.reset();
		for (let time = 0; time < 20; time++) await sms(running);
		expect(running.state().counts).toMatchObject({ inFlight: 0, peakInFlight: 1, requests: 20 });
	});

	it('counts connections, its own interface left out', async () => {
		sandbox = await startSandbox();
		for (let time = 0; time < 3; time++) {
			await fetch(`${sandbox.url}/_sandbox/state`, { headers: { connection: 'close' } });
		}
		for (let time = 0; time < 2; time++) {
			const response = await fetch(`${sandbox.url}/integration/api/v1`, {
				method: 'POST',
				headers: { connection: 'close' },
			});
			await response.text();
		}
		expect(sandbox.state().counts.connections).toBe(2);
	});

	it('counts a connection once, and again after a reset', () => {
		const store = new Store();
		const [one, two] = [{}, {}];
		for (const connection of [one, two, one]) store.connected(connection);
		expect(store.counts.connections).toBe(2);
		store.clear();
		store.connected(one);
		expect(store.counts.connections).toBe(1);
	});

	it('answers later by its latency option, and has decided by then', async () => {
		sandbox = await startSandbox({ latencyMs: 80 });
		const running = sandbox;
		const start = performance.now();
		const answer = sms(running);
		await until('the message', () => running.state().messages.length === 1);
		expect(running.state().counts.inFlight).toBe(1);
		expect(await answer).toEqual({ status: 'success' });
		expect(performance.now() - start).toBeGreaterThanOrEqual(75);
	});

	it('closes in spite of callers who wait', async () => {
		const running = await startSandbox({ latencyMs: 60_000 });
		running.addFault({ fault: 'hangBefore', match: { cell_phone: '05550000000' } });
		const waiting = [sms(running, { cell_phone: '05550000000' }), sms(running)].map(
			async (answer) =>
				await answer.then(
					() => 'answered',
					() => 'cut',
				),
		);
		await until('both', () => running.state().counts.inFlight === 2);
		await running.close();
		expect(await Promise.all(waiting)).toEqual(['cut', 'cut']);
	});

	it('keeps the caller’s request id', async () => {
		sandbox = await startSandbox();
		await fetch(`${sandbox.url}/integration/api/v1`, {
			method: 'POST',
			headers: { 'x-request-id': 'abc-1' },
		});
		expect(sandbox.state().requests).toMatchObject([{ requestId: 'abc-1', code: '01' }]);
	});

	it('drops the oldest records, not the counts', () => {
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
