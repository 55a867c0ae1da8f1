import { sleep } from 'n8n-workflow';
import { elapsed } from './clock';
import { MovingAverage } from './movingAverage';

/** After this many starts in a row, n8n's other work gets a turn. */
const IN_A_ROW = 4;

/** Limits how many tasks run at once. The others wait in line. */
export class Slots {
	private free: number;

	private readonly waiting: Array<() => void> = [];

	private begun = 0;

	private turns: Promise<void> = Promise.resolve();

	/** How long a task takes, in milliseconds. Until some have ended, they count as slow. */
	readonly taskMs = new MovingAverage(1_000);

	constructor(readonly count: number) {
		this.free = count;
	}

	async use<T>(work: () => Promise<T>): Promise<T> {
		if (this.free > 0) this.free--;
		else await new Promise<void>((resolve) => this.waiting.push(resolve));
		try {
			await this.giveWay();
			return await this.timed(work);
		} finally {
			const next = this.waiting.shift();
			if (next) next();
			else this.free++;
		}
	}

	private async timed<T>(work: () => Promise<T>): Promise<T> {
		const started = elapsed();
		try {
			return await work();
		} finally {
			this.taskMs.add(elapsed() - started);
		}
	}

	/**
	 * Starts only a few requests per event-loop turn. Otherwise requests and answers bunch up, and
	 * the process idles in between.
	 */
	private async giveWay(): Promise<void> {
		const turn = this.turns;
		if (++this.begun % IN_A_ROW === 0) this.turns = turn.then(async () => await sleep(0));
		await turn;
	}
}
