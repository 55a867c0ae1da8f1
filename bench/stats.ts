export function median(values: number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const range = (values: number[]): [number, number] => [
	Math.min(...values),
	Math.max(...values),
];

/** Runs each kind of work in alternating rounds, and returns its results by name. */
export async function interleave<K extends string, T>(
	rounds: number,
	work: Record<K, () => Promise<T>>,
	report: (progress: string) => void = () => undefined,
): Promise<Record<K, T[]>> {
	const names = Object.keys(work) as K[];
	const results = Object.fromEntries(names.map((name) => [name, [] as T[]])) as Record<K, T[]>;
	for (let round = 1; round <= rounds; round++) {
		for (const name of names) {
			report(`${name}, round ${round} of ${rounds}`);
			results[name].push(await work[name]());
		}
	}
	return results;
}
