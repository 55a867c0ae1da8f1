/* eslint-disable @n8n/community-nodes/require-node-api-error, @n8n/community-nodes/no-restricted-globals -- development tool, never packed */
import { Listr } from 'listr2';
import type { Report } from './install';

export interface Step {
	title: string;
	run: (report: Report) => Promise<void>;
}

/**
 * Runs the steps in order, each with a progress line. In a terminal the line is updated in place,
 * in a log it is printed every ten seconds.
 */
export async function runSteps(steps: Step[]): Promise<void> {
	const everyMs = process.stdout.isTTY ? 0 : 10_000;
	let failure: unknown;
	await new Listr(
		steps.map(({ title, run }) => ({
			title,
			task: async (_context, task) => {
				const started = Date.now();
				let last = started;
				try {
					await run((progress) => {
						if (Date.now() - last < everyMs) return;
						last = Date.now();
						task.output = progress;
					});
				} catch (error) {
					failure = error;
					throw new Error('see below');
				}
				const seconds = Math.round((Date.now() - started) / 1000);
				if (seconds > 1) task.title = `${title} (${seconds} s)`;
			},
		})),
		{
			// The scripts handle signals and print failures themselves.
			registerSignalListeners: false,
			rendererOptions: { collapseErrors: false, showErrorMessage: false },
			fallbackRenderer: 'simple',
		},
	)
		.run()
		.catch((error: unknown) => Promise.reject(failure ?? error));
}
