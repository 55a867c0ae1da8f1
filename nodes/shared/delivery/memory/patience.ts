import { RecentMap } from './recentMap';

/**
 * Tracks how long this process waits for a message that another process has claimed but not
 * confirmed.
 */
export class Patience {
	private readonly ends = new RecentMap<number>();

	/** The end of the wait. An earlier end that is already known is kept. */
	until(name: string, latest: number): number {
		const known = this.ends.get(name);
		if (known !== undefined && known <= latest) return known;
		this.ends.set(name, latest);
		return latest;
	}

	/** Records that no process is sending this message any more. */
	over(name: string): void {
		this.until(name, -Infinity);
	}

	isOver(name: string): boolean {
		return this.ends.get(name) === -Infinity;
	}

	forget(name: string): void {
		this.ends.delete(name);
	}
}
