/**
 * Repeats a step in up to `limit()` lanes at once, until a step answers that nothing is left. The
 * limit may change meanwhile.
 */
export async function inLanes(limit: () => number, step: () => Promise<boolean>): Promise<void> {
	let lanes = 0;
	await new Promise<void>((resolve, reject) => {
		const run = async () => {
			while (lanes <= limit()) {
				if (!(await step())) break;
				open();
			}
			lanes--;
			if (lanes === 0) resolve();
		};
		const open = () => {
			while (lanes < limit()) {
				lanes++;
				run().catch(reject);
			}
		};
		open();
	});
}
