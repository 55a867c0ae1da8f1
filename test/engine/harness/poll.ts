import { PollContext } from 'n8n-core';
import {
	deepCopy,
	UnexpectedError,
	type IDataObject,
	type IWorkflowExecuteAdditionalData,
	type Workflow,
} from 'n8n-workflow';

/** A published workflow whose first node polls. It polls only when `poll` is called. */
export interface Poller {
	/** The items with which the poll at activation started the workflow. */
	first: IDataObject[] | null;
	/**
	 * One poll by n8n's timer, or 'manual' for Fetch Test Event. null means that nothing started.
	 */
	poll(mode?: 'trigger' | 'manual'): Promise<IDataObject[] | null>;
	/** The static data that n8n saved: at activation and with every start. */
	staticData(): IDataObject;
}

/** Publishes the workflow: n8n polls at once and then saves the static data. */
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
