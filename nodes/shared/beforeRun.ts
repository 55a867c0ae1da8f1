import type { NodeHint } from 'n8n-workflow';
import { DEDUPLICATION_KEY, SEND_ONCE } from './delivery/sendOnce';

/** Where a hint stands that only looks at the parameters: above the output, until the node runs. */
export const BEFORE_RUN = {
	type: 'info',
	location: 'outputPane',
	whenToDisplay: 'beforeExecution',
} as const;

/** Said of every operation that has the field; a node with others narrows the condition down. */
export const SENDS_EVERY_TIME: NodeHint = {
	...BEFORE_RUN,
	message: `Every run sends again, also one that a trigger starts: '${SEND_ONCE.displayName}' is off. To skip what was sent before, choose 'Once per Key' and fill in '${DEDUPLICATION_KEY.displayName}'.`,
	displayCondition: '={{ $parameter["sendOnce"] === "off" }}',
};
