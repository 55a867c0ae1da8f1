import fc from 'fast-check';

import { ItemClaims } from '../../../../nodes/shared/delivery/memory/itemClaims';
import type { Settlement } from '../../../../nodes/shared/delivery/memory/memory';
import { runs } from '../../runs';
import { Process, seeded, SimulatedTable, VirtualTime } from './simulation';

/** The longest time of a request, and the extra time for recording, in milliseconds. */
const TIMEOUT = 3_000;
const NOTING = 2_000;
const TIMES = {
	leaseMs: TIMEOUT + NOTING,
	renewAfterMs: NOTING / 2,
};

interface Execution {
	/** Its start time. */
	at?: number;
	resend?: boolean;
	/** How long the claimed message waits for its request: for other requests or for a retry. */
	waits?: number;
	/** The time that the provider takes. */
	takes?: number;
	ends?: Settlement;
}

/** The claims of an item with one message. */
const claimsOf = ({ memory }: Process, resend: boolean, key = 'a') =>
	new ItemClaims(
		{ ...TIMES, memory, resend, used: new Set() },
		new Map([['sms', key]]),
		() => undefined,
	);

/** A customer, and the processes that contact this customer. */
class Scene {
	readonly time = new VirtualTime();

	readonly table: SimulatedTable;

	/** The requests that the provider received. */
	readonly requests: Array<{ by: Process; begin: number; end: number; ends: Settlement }> = [];

	constructor(seed = 7, latency = 5) {
		this.table = new SimulatedTable(this.time, seeded(seed), { latency, failing: 0, unclear: 0 });
	}

	process(): Process {
		return new Process(this.table);
	}

	/** Simulates a request without an answer. */
	leaveInDoubt(): void {
		this.table.rows.set('node', ['known:a', 'open:a']);
	}

	/**
	 * Sends one message like the sender.
	 * @returns the final verdict on it
	 */
	async execute(by: Process, given: Execution = {}): Promise<string> {
		const { at = 0, resend = true, waits = 0, takes = 1_000, ends = 'sent' } = given;
		await by.clock.sleep(at);
		const claims = claimsOf(by, resend);
		await claims.claimAll();
		for (;;) {
			const verdict = await claims.decide('sms');
			if (verdict !== 'claimed') return verdict;
			let settlement: Settlement = 'released';
			try {
				await by.clock.sleep(waits);
				if (!(await claims.renew('sms'))) continue;
				const begin = this.time.now;
				this.requests.push({ by, begin, end: begin + takes, ends });
				await by.clock.sleep(takes);
				settlement = ends;
				return ends;
			} finally {
				claims.settle('sms', settlement);
				await claims.finish();
			}
		}
	}

	async all(work: Array<Promise<string>>): Promise<string[]> {
		return await this.time.ended(Promise.all(work));
	}
}

it.each([2, 5])(
	'%i processes that send an unknown outcome again at once: one message',
	async (count) => {
		const scene = new Scene();
		scene.leaveInDoubt();
		const fates = await scene.all(
			Array.from({ length: count }, async () => await scene.execute(scene.process())),
		);
		expect(scene.requests).toHaveLength(1);
		expect(fates).toEqual(Array(count).fill('sent'));
		expect(scene.table.rows.get('node')).toEqual(['known:a']);
	},
);

it('without an answer is claimed by the next execution, by another process only after a while', async () => {
	const scene = new Scene();
	scene.leaveInDoubt();
	const [one, two] = [scene.process(), scene.process()];
	await scene.all([scene.execute(one, { ends: 'unknown' })]);
	const before = scene.time.now;
	await scene.all([scene.execute(one, { ends: 'unknown' })]);
	expect(scene.time.now - before).toBeLessThan(2_000);
	// Two attempts may be running elsewhere, after one that may be running itself.
	await scene.all([scene.execute(two)]);
	expect(scene.time.now - before).toBeGreaterThan(3 * TIMES.leaseMs);
	expect(scene.requests).toHaveLength(3);
	expect(scene.table.rows.get('node')).toEqual(['known:a']);
});

it('that was released and claimed again meanwhile is left to the other process', async () => {
	const scene = new Scene();
	scene.table.rows.set('node', ['known:a', 'open:a', 'again1:a']);
	const waiting = scene.execute(scene.process());
	const others = (at: number, change: (rows: string[]) => string[]) =>
		void scene.time.sleep(at).then(() => {
			scene.table.rows.set('node', change(scene.table.rows.get('node') ?? []));
		});
	others(7_000, () => ['known:a', 'open:a']);
	others(11_000, (rows) => rows.filter((entry) => entry !== 'open:a'));
	expect(await scene.all([waiting])).toEqual(['sent']);
	expect(scene.requests).toEqual([]);
	expect(scene.table.rows.get('node')).toEqual(['known:a']);
});

describe('a message that waits long for its request', () => {
	it.each<[string, Execution, Execution, string[]]>([
		['is left to its process', {}, {}, ['sent', 'sent']],
		['is sent again where that had no answer', { ends: 'unknown' }, {}, ['unknown', 'sent']],
		['is taken up where that was refused', { ends: 'released' }, {}, ['released', 'sent']],
	])('%s', async (_, first, second, fates) => {
		const scene = new Scene();
		const work = [
			scene.execute(scene.process(), { waits: 20_000, resend: false, ...first }),
			scene.execute(scene.process(), { at: 100, ...second }),
		];
		expect(await scene.all(work)).toEqual(fates);
		expect(scene.requests[0]).toMatchObject({ begin: expect.closeTo(20_000, -3) as number });
		expect(scene.requests).toHaveLength(first.ends ? 2 : 1);
		expect(scene.table.rows.get('node')).toEqual(['known:a']);
	});

	it('is left to its process even if other messages were sent there long before', async () => {
		const scene = new Scene();
		const one = scene.process();
		const claims = claimsOf(one, false, 'earlier');
		await scene.time.ended(claims.claimAll());
		await scene.time.ended(claims.finish());
		await scene.time.until(() => false, 5_000);
		const work = [
			scene.execute(one, { waits: 20_000, resend: false }),
			scene.execute(scene.process(), { at: 100 }),
		];
		expect(await scene.all(work)).toEqual(['sent', 'sent']);
		expect(scene.requests.map(({ by }) => by)).toEqual([one]);
	});

	it('leaves nothing behind if it is refused', async () => {
		const scene = new Scene();
		const given: Execution = { waits: 20_000, resend: false, ends: 'released' };
		await scene.all([scene.execute(scene.process(), given)]);
		expect(scene.table.rows.get('node')).toEqual([]);
	});

	it('is renewed by one call at a time', async () => {
		const scene = new Scene(7, 1_000);
		// The request is due while the renewal is being written.
		const given: Execution = { waits: 3_300, resend: false };
		expect(await scene.all([scene.execute(scene.process(), given)])).toEqual(['sent']);
		expect(scene.requests).toMatchObject([{ begin: expect.closeTo(5_000, -3.4) as number }]);
	});

	it.each<[Settlement, string]>([
		['sent', 'sent'],
		['unknown', 'unclear'],
	])(
		'is taken over from a stalled process, which then does not send it: %s',
		async (ends, fate) => {
			const scene = new Scene();
			const [one, two] = [scene.process(), scene.process()];
			const work = [
				scene.execute(one, { waits: 2_000, resend: false }),
				scene.execute(two, { at: 100, ends }),
			];
			void scene.time.sleep(1_000).then(() => (one.stalled = true));
			void scene.time.sleep(19_000).then(() => (one.stalled = false));
			expect(await scene.all(work)).toEqual([fate, ends]);
			expect(scene.requests.map(({ by }) => by)).toEqual([two]);
		},
	);

	it('in a process that stalls while sending, and taken over without an answer, is sent', async () => {
		const scene = new Scene();
		const [one, two] = [scene.process(), scene.process()];
		const work = [
			scene.execute(one, { takes: 40_000, resend: false }),
			scene.execute(two, { at: 100, ends: 'unknown' }),
		];
		void scene.time.sleep(1_000).then(() => (one.stalled = true));
		void scene.time.sleep(19_000).then(() => (one.stalled = false));
		expect(await scene.all(work)).toEqual(['sent', 'unknown']);
		expect(scene.table.rows.get('node')).not.toContain('open:a');
	});

	it('sends once when a stalled process releases a claim that it never sent', async () => {
		const scene = new Scene();
		const [one, two, three] = [scene.process(), scene.process(), scene.process()];
		const claims = claimsOf(one, false);
		await scene.time.ended(claims.claimAll());
		one.stalled = true;
		const second = scene.execute(two, { takes: 3_000 });
		expect(await scene.time.until(() => scene.requests.length > 0, 60_000)).toBe(true);
		one.stalled = false;
		const given = scene.time.ended(claims.finish());
		const third = scene.execute(three, { at: 1_000 });
		expect(await scene.all([second, third])).toEqual(['sent', 'sent']);
		expect(await given).toBeUndefined();
		expect(scene.requests).toHaveLength(1);
	});
});

const executions = (processes: number) =>
	fc.array(
		fc.record({
			process: fc.nat(processes - 1),
			at: fc.nat(12_000),
			resend: fc.boolean(),
			waits: fc.oneof(fc.constant(0), fc.nat(12_000)),
			takes: fc.nat(TIMEOUT),
			ends: fc.constantFrom<Settlement>('sent', 'sent', 'unknown'),
		}),
		{ minLength: 2, maxLength: 8 },
	);

it('in any interleaving with Send Again: no two requests at once, and none after a sent message', async () => {
	const scenario = fc.integer({ min: 2, max: 4 }).chain((processes) =>
		fc.record({
			given: executions(processes),
			processes: fc.constant(processes),
			kill: fc.option(fc.nat(12_000)),
			isInDoubt: fc.boolean(),
			seed: fc.nat(),
			latency: fc.constantFrom(1, 20, 100),
		}),
	);
	await fc.assert(
		fc.asyncProperty(scenario, async ({ given, kill, isInDoubt, seed, latency, ...rest }) => {
			const scene = new Scene(seed, latency);
			if (isInDoubt) scene.leaveInDoubt();
			const processes = Array.from({ length: rest.processes }, () => scene.process());
			let running = given.length;
			const living = new Set(processes);
			for (const { process: i, ...execution } of given) {
				void scene.execute(processes[i], execution).finally(() => running--);
			}
			const ofKilled = given.filter(({ process }) => process === 0).length;
			if (kill !== null) {
				void scene.time.sleep(kill).then(() => {
					processes[0].kill();
					living.delete(processes[0]);
				});
			}
			const done = () => running <= (kill === null ? 0 : ofKilled);
			await scene.time.until(done, 600_000);
			const { requests } = scene;
			requests.sort((a, b) => a.begin - b.begin);
			requests.slice(1).forEach((request, i) => {
				const before = requests[i];
				// A process that is killed during its request leaves an unknown outcome.
				if (kill === null) expect(before.ends).toBe('unknown');
				if (living.has(before.by)) expect(request.begin).toBeGreaterThanOrEqual(before.end);
			});
		}),
		runs(300),
	);
}, 600_000);
