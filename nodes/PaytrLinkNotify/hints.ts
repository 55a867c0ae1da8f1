import type { NodeHint } from 'n8n-workflow';
import { BEFORE_RUN, SENDS_EVERY_TIME } from '../shared/beforeRun';
import { field } from './actions/link/create.fields';

const CREATES: Pick<NodeHint, 'displayCondition'> = {
	displayCondition: '$parameter["resource"] === "link" && $parameter["operation"] === "create"',
};

/** Hints that are shown before the node runs, based only on its parameters. */
export const hints: NodeHint[] = [
	{
		...BEFORE_RUN,
		message: `The links will be created, but not sent: '${field.notifyVia.displayName}' is empty.`,
		displayCondition: `={{ ${CREATES.displayCondition} && !$parameter["notifyVia"]?.length }}`,
	},
	{
		...SENDS_EVERY_TIME,
		displayCondition: `={{ (${CREATES.displayCondition} || $parameter["resource"] === "notification") && $parameter["sendOnce"] === "off" }}`,
	},
	{
		...BEFORE_RUN,
		message: `'${field.callbackLink.displayName}' needs '${field.callbackId.displayName}' too: PayTR takes neither without the other.`,
		displayCondition: `={{ ${CREATES.displayCondition} && !!$parameter["additionalFields"]?.callbackLink && !$parameter["additionalFields"]?.callbackId }}`,
	},
];
