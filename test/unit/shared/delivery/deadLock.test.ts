import { WRITE_WAITS } from '../../../../nodes/shared/delivery/clock';
import { DeadLock, TakeoverFailed } from '../../../../nodes/shared/delivery/memory/deadLock';
import { Process, SimulatedTable, VirtualTime } from './simulation';

const DEAD = ['lock', 'holder:0'];

/** A process that removes a dead row, whose next writes can fail. */
function scene() {
	const time = new VirtualTime();
	const random = () => 0.5;
	const table = new SimulatedTable(time, random, { latency: 0, failing: 0, unclear: 0 });
	const { clock, table: rows } = new Process(table);
	const { record } = rows.lock;
	const scene = { failing: 0, rows: table.rows, remove };
	rows.lock.record = async (...given) => {
		if (scene.failing-- > 0) throw new Error('disk full');
		return await record(...given);
	};
	const deadLock = new DeadLock(clock, random);
	async function remove() {
		return await time.ended(deadLock.remove(rows.lock, DEAD.length));
	}
	return scene;
}

/** As many removals as may fail. */
async function failAll({ remove }: ReturnType<typeof scene>): Promise<void> {
	const results: string[] = [];
	while (results.length < WRITE_WAITS.length) results.push(await remove());
	expect(new Set(results)).toEqual(new Set(['retry']));
}

it('a row that cannot be written is tried again, and then given up', async () => {
	const dead = scene();
	dead.rows.set('lock', DEAD);
	dead.failing = Infinity;
	await failAll(dead);
	await expect(dead.remove()).rejects.toThrow(TakeoverFailed);
});

it('after a success, as many writes may fail again', async () => {
	const dead = scene();
	for (let round = 0; round < 2; round++) {
		dead.rows.set('lock', DEAD);
		dead.failing = WRITE_WAITS.length;
		await failAll(dead);
		expect(await dead.remove()).toBe('done');
		expect(dead.rows.has('lock')).toBe(false);
	}
});

it('leaves a row that is no lock', async () => {
	const other = scene();
	other.rows.set('lock', ['someone', 'else']);
	expect(await other.remove()).toBe('noLock');
	expect(other.rows.get('lock')).toEqual(['someone', 'else']);
});
