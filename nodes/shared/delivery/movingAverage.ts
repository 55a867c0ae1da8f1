/** The weight of the newest value. */
const WEIGHT = 0.1;

/**
 * An average in which later values count more than earlier ones. It begins with an assumption, so
 * that a few extreme values at the beginning have little effect.
 */
export class MovingAverage {
	constructor(public current: number) {}

	add(value: number): void {
		this.current += WEIGHT * (value - this.current);
	}
}
