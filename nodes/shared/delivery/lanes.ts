/**
 * Repeats a step, in as many lanes at once as the limit allows, until a step returns false. The
 * limit may change meanwhile.
 */
export async function inLanes(limit: () => number, step: () => Promise<boolean>): Promise<void> {
	let lanes = 0;
	let isMore = true;
	await new Promise<void>((resolve, reject) => {
		const run = async () => {
			while (isMore && lanes <= limit()) {
				if (await step()) open();
				else isMore = false;
			}
			lanes--;
			if (lanes === 0) resolve();
		};
		const open = () => {
			while (isMore && lanes < limit()) {
				lanes++;
				run().catch(reject);
			}
		};
		open();
	});
}
