import type { NodeHint } from 'n8n-workflow';
import { DEDUPLICATION_KEY, SEND_ONCE } from '../shared/delivery/sendOnce';
import { field } from './actions/link/create.fields';

const WHEN = {
	displayCondition: '$parameter["resource"] === "link" && $parameter["operation"] === "create"',
};

/** Above the output of a node that has not run yet. */
const BEFORE = { type: 'info', location: 'outputPane', whenToDisplay: 'beforeExecution' } as const;

/** What is worth knowing before the node runs, from its parameters alone. */
export const hints: NodeHint[] = [
	{
		...BEFORE,
		message: `The links will be created, but not sent: '${field.notifyVia.displayName}' is empty.`,
		displayCondition: `={{ ${WHEN.displayCondition} && !$parameter["notifyVia"]?.length }}`,
	},
	{
		...BEFORE,
		message: `Every run sends again, also one that a trigger starts: '${SEND_ONCE.displayName}' is off. To skip what was sent before, choose 'Once per Key' and fill in '${DEDUPLICATION_KEY.displayName}'.`,
		displayCondition: `={{ (${WHEN.displayCondition} || $parameter["resource"] === "notification") && $parameter["sendOnce"] === "off" }}`,
	},
	{
		...BEFORE,
		message: `'${field.callbackLink.displayName}' needs '${field.callbackId.displayName}' too: PayTR takes neither without the other.`,
		displayCondition: `={{ ${WHEN.displayCondition} && !!$parameter["additionalFields"]?.callbackLink && !$parameter["additionalFields"]?.callbackId }}`,
	},
];
