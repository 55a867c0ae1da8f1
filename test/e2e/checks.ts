/* eslint-disable no-console -- development tool, never packed */

export interface CheckResult {
	/** The n8n version that was tested. */
	n8n: string;
	/** e.g. `operations`. */
	suite: string;
	name: string;
	ok: boolean;
	seconds: number;
	/** The reason for a failure. */
	message?: string;
}

/** Runs a check of one suite. Returns whether the check passed. */
export type Check = ReturnType<Checks['of']>;

/** Runs named checks and keeps their results. A failed check doesn't stop the others. */
export class Checks {
	readonly results: CheckResult[] = [];

	/** @param onFailure saves evidence of a failed check, for example a screenshot */
	constructor(
		private readonly n8n: string,
		private readonly onFailure: (name: string) => Promise<void> = async () => undefined,
		private readonly print: (line: string) => void = console.log,
	) {}

	/** The checks of one suite. */
	of(suite: string) {
		return async (name: string, work: () => Promise<void>) => await this.check(suite, name, work);
	}

	/** @returns whether the check passed */
	async check(suite: string, name: string, work: () => Promise<void>): Promise<boolean> {
		const started = Date.now();
		let message: string | undefined;
		try {
			await work();
		} catch (error) {
			message = error instanceof Error ? error.message : String(error);
			await this.onFailure(`${suite} ${name}`).catch(() => undefined);
		}
		const seconds = (Date.now() - started) / 1000;
		const ok = message === undefined;
		this.results.push({ n8n: this.n8n, suite, name, ok, seconds, message });
		this.print(
			`${ok ? '✓' : '✗'} ${this.n8n}  ${suite}: ${name} (${seconds.toFixed(1)} s)` +
				(message === undefined ? '' : `\n${message.replace(/^/gm, '      ')}`),
		);
		return ok;
	}
}
