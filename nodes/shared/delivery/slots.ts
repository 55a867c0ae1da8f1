import { sleep } from 'n8n-workflow';

/** So many begin in a row before n8n's other work has its turn. */
const IN_A_ROW = 4;

/** Lets so many work at once; the others wait in line. */
export class Slots {
	private free: number;

	private readonly waiting: Array<() => void> = [];

	private begun = 0;

	private turns: Promise<void> = Promise.resolve();

	constructor(count: number) {
		this.free = count;
	}

	async use<T>(work: () => Promise<T>): Promise<T> {
		if (this.free > 0) this.free--;
		else await new Promise<void>((resolve) => this.waiting.push(resolve));
		try {
			await this.giveWay();
			return await work();
		} finally {
			const next = this.waiting.shift();
			if (next) next();
			else this.free++;
		}
	}

	/**
	 * Answers that arrive together would all be followed by new requests before the first of these
	 * has left, and would arrive together again, with nothing to do while all of them are waited for.
	 */
	private async giveWay(): Promise<void> {
		const turn = this.turns;
		if (++this.begun % IN_A_ROW === 0) this.turns = turn.then(async () => await sleep(0));
		await turn;
	}
}
