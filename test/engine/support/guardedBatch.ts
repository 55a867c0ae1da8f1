/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- test, never packed */
/**
 * Runs executions in a separate process, so that a test can kill it. All nodes run at the same time
 * and send to the given number of rows with 'Send Only Once'. Each node runs several executions in
 * a row. Prints the result of each row, by execution and node.
 *
 * node --import tsx guardedBatch.ts <sandbox URL> <folder of n8n's storage> <rows> <executions>
 */
import { join } from 'node:path';

import { SANDBOX_CREDENTIALS } from '../../../sandbox/options';
import { createEngine } from '../harness';
import { credentialsOf, rows, SUBJECTS, type Subject } from './providers';

async function main([address, folder, count, executions]: string[]): Promise<void> {
	const runAll = async ({ node, parameters, guarded }: Subject): Promise<unknown[][]> => {
		const engine = createEngine({
			credentials: credentialsOf({ credentials: SANDBOX_CREDENTIALS }, address),
			deduplicationFile: join(folder, `${node}.json`),
		});
		const fates: unknown[][] = [];
		for (let i = 0; i < Number(executions); i++) {
			const { json } = await engine.runNode(
				node,
				{ ...parameters, ...guarded, options: { timeout: 1, onUnknownOutcome: 'skip' } },
				rows(Number(count)),
				{ onError: 'continueRegularOutput' },
			);
			fates.push(json.map(({ success, reason }) => (success ? 'sent' : reason)));
		}
		return fates;
	};
	console.log(JSON.stringify(await Promise.all(SUBJECTS.map(runAll))));
}

main(process.argv.slice(2)).catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
