import { PollContext } from 'n8n-core';
import {
	deepCopy,
	UnexpectedError,
	type IDataObject,
	type IWorkflowExecuteAdditionalData,
	type Workflow,
} from 'n8n-workflow';

/** A published workflow whose first node polls. Time passes only by calling `poll`. */
export interface Poller {
	/** What the poll at activation started. */
	first: IDataObject[] | null;
	/** One poll as n8n's timer makes it, or 'manual' as Fetch Test Event; null starts nothing. */
	poll(mode?: 'trigger' | 'manual'): Promise<IDataObject[] | null>;
	/** What n8n has written to its database: at activation, and with every start. */
	staticData(): IDataObject;
}

/** Publishes the workflow: n8n polls at once, and saves the static data after that. */
export async function startPoller(
	workflow: Workflow,
	additionalData: IWorkflowExecuteAdditionalData,
): Promise<Poller> {
	const [node] = Object.values(workflow.nodes);
	const type = workflow.nodeTypes.getByNameAndVersion(node.type);
	let saved: IDataObject = deepCopy(workflow.staticData);

	const save = () => {
		const { __dataChanged: changed, ...data } = workflow.staticData;
		if (changed === true) saved = deepCopy(data);
		workflow.staticData.__dataChanged = false;
	};

	async function poll(mode: 'trigger' | 'manual' = 'trigger'): Promise<IDataObject[] | null> {
		if (type.poll === undefined) throw new UnexpectedError('The node has no poll method');
		const context = new PollContext(workflow, node, additionalData, mode, 'activate');
		const items = await type.poll.call(context);
		if (items === null) return null;
		if (mode !== 'manual') save();
		return items[0].map(({ json }) => json);
	}

	const first = await poll();
	save();
	return { first, poll, staticData: () => deepCopy(saved) };
}
