import type { NodeHint } from 'n8n-workflow';
import { DEDUPLICATION_KEY, SEND_ONCE } from './delivery/sendOnce';

/**
 * Shows a hint above the output until the node runs. Only for hints that depend on the parameters
 * alone.
 */
export const BEFORE_RUN = {
	type: 'info',
	location: 'outputPane',
	whenToDisplay: 'beforeExecution',
} as const;

/** Hints for every operation that has the field. A node can add conditions. */
export const SENDS_EVERY_TIME: NodeHint = {
	...BEFORE_RUN,
	message: `Every run sends again, also one that a trigger starts: '${SEND_ONCE.displayName}' is off. To skip what was sent before, choose 'Once per Key' and fill in '${DEDUPLICATION_KEY.displayName}'.`,
	displayCondition: '={{ $parameter["sendOnce"] === "off" }}',
};
