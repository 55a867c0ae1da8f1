/** The weight of the newest value. */
const WEIGHT = 0.1;

/**
 * An average in which later values count more than earlier ones. Starts at 0, so that a few high
 * values at the beginning have little effect.
 */
export class MovingAverage {
	current = 0;

	add(value: number): void {
		this.current += WEIGHT * (value - this.current);
	}
}
