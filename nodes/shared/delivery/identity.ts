import type { IContextObject, IExecuteFunctions } from 'n8n-workflow';
import type { Failure } from '../result';
import { SEND_ONCE } from './sendOnce';

/** The data that n8n keeps for this node during an execution. Undefined if n8n keeps none. */
export function contextOf(ctx: IExecuteFunctions): IContextObject | undefined {
	try {
		return ctx.getContext('node');
	} catch {
		return undefined;
	}
}

const DESCRIPTION = `Put this node into a sub-workflow, and give that to the agent as a workflow tool. Or choose 'No, Send Every Time' in '${SEND_ONCE.displayName}'.`;

const refusal = (reason: string): Failure => ({
	outcome: 'invalid',
	message: `'${SEND_ONCE.displayName}' can't remember anything here, nothing was sent: ${reason}`,
	description: DESCRIPTION,
});

/**
 * The reason why items can't be sent only once in this run, if there is one. Without a workflow ID,
 * n8n's deduplication helpers use the rows of other workflows, so they must not be called.
 */
export function cantRemember(ctx: IExecuteFunctions): Failure | undefined {
	const mode: string = ctx.getMode();
	if (mode === 'chat') return refusal('n8n deletes the workflow of a chat message after it');
	const isKnown = Boolean(ctx.getWorkflow().id) && contextOf(ctx) !== undefined;
	return isKnown ? undefined : refusal('n8n gives this run no saved workflow');
}
