/**
 * A map that keeps only the latest keys, so that it stays small in a process that runs for months.
 */
export class RecentMap<T> {
	private readonly map = new Map<string, T>();

	constructor(private readonly limit = 10_000) {}

	get(key: string): T | undefined {
		return this.map.get(key);
	}

	set(key: string, value: T): void {
		this.map.delete(key);
		this.map.set(key, value);
		const [oldest] = this.map.keys();
		if (this.map.size > this.limit) this.map.delete(oldest);
	}

	delete(key: string): void {
		this.map.delete(key);
	}
}
