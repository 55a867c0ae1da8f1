/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console -- test, never packed */
/**
 * One execution in a process of its own, so that it can be killed: sends to the given number of
 * rows with 'Skip Already Sent' on, and prints what became of each.
 *
 *     node --import tsx guardedBatch.ts <node> <sandbox URL> <file of n8n's storage> <rows>
 */
import { SANDBOX_CREDENTIALS } from '../../../sandbox/options';
import { createEngine } from '../harness';
import { credentialsOf, rows, SUBJECTS } from './providers';

async function main([node, address, file, count]: string[]): Promise<void> {
	const subject = SUBJECTS.find((known) => known.node === node);
	if (!subject) throw new Error(`No such node: ${node}`);
	const engine = createEngine({
		credentials: credentialsOf({ credentials: SANDBOX_CREDENTIALS }, address),
		deduplication: { file },
	});
	const parameters = { ...subject.parameters, options: { ...subject.guarded, timeout: 1 } };
	const { json } = await engine.runNode(node, parameters, rows(Number(count)), {
		onError: 'continueRegularOutput',
	});
	console.log(JSON.stringify(json.map(({ success, reason }) => (success ? 'sent' : reason))));
}

main(process.argv.slice(2)).catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
