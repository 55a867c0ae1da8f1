import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	jsonParse,
	replaceCircularReferences,
	UnexpectedError,
	type ExecutionError,
	type IContextObject,
	type IDataObject,
	type INodeExecutionData,
	type IRun,
	type IRunExecutionData,
	type ITaskData,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	type NodeExecutionHint,
	type Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

export interface RunOptions {
	/** The JSON of the items that the start node emits. Default: one empty item. */
	items?: IDataObject[];
	/**
	 * Default 'trigger', an execution of a published workflow. 'manual' is the editor's test run.
	 */
	mode?: WorkflowExecuteMode;
	/** The node for `items`, `error` and `hints`. Default: the last executed node. */
	node?: string;
	/** A failed execution to continue, like the editor's Retry. It is saved and loaded first. */
	retryOf?: IRun;
	/** Retry "with currently saved workflow": uses the failed node's new parameters. */
	retryWithCurrentWorkflow?: boolean;
	/** Stops the execution like the editor's Stop, when this resolves. */
	cancelWhen?: Promise<unknown>;
}

/** A finished execution and the results of the node under test. */
export class EngineResult {
	constructor(
		readonly run: IRun,
		readonly nodeName: string,
	) {}

	get items(): INodeExecutionData[] {
		return this.outputOf(this.nodeName)[0] ?? [];
	}

	/** The JSON of the first output's items. */
	get json(): IDataObject[] {
		return this.items.map((item) => item.json);
	}

	get errorItems(): INodeExecutionData[] {
		return this.outputOf(this.nodeName)[1] ?? [];
	}

	/** The error that stopped the execution. If the workflow continued, the node's last error. */
	get error(): ExecutionError | undefined {
		return this.run.data.resultData.error ?? this.tasksOf(this.nodeName).at(-1)?.error;
	}

	get hints(): NodeExecutionHint[] {
		return this.tasksOf(this.nodeName).flatMap((task) => task.hints ?? []);
	}

	/** All runs of the node in this execution, with the last try of each. */
	private tasksOf(nodeName: string): ITaskData[] {
		return this.run.data.resultData.runData[nodeName] ?? [];
	}

	/** The node's outputs in its last run. Empty if there was no output. */
	outputOf(nodeName: string): INodeExecutionData[][] {
		const outputs = this.tasksOf(nodeName).at(-1)?.data?.main ?? [];
		return outputs.map((items) => items ?? []);
	}

	/** The node's data in `this.getContext('node')`. */
	contextOf(nodeName: string): IContextObject {
		return this.run.data.executionData?.contextData[`node:${nodeName}`] ?? {};
	}
}

/** Runs a workflow to its end with n8n-core's own WorkflowExecute. */
export async function execute(
	workflow: Workflow,
	additionalData: IWorkflowExecuteAdditionalData,
	options: RunOptions,
): Promise<EngineResult> {
	const { retryOf, cancelWhen } = options;
	const mode = retryOf === undefined ? (options.mode ?? 'trigger') : 'retry';
	const data =
		retryOf === undefined
			? startData(workflow, options)
			: retryData(workflow, retryOf, options.retryWithCurrentWorkflow);
	// Only handlers need the workflow, and this run has no handlers.
	const noWorkflow = {} as IWorkflowBase;
	additionalData.hooks = new ExecutionLifecycleHooks(mode, '', noWorkflow);

	const execution = new WorkflowExecute(additionalData, mode, data).processRunExecutionData(
		workflow,
	);
	void cancelWhen?.then(() => execution.cancel());
	const run = await execution;
	return new EngineResult(run, options.node ?? run.data.resultData.lastNodeExecuted ?? '');
}

function startData(workflow: Workflow, { items = [{}] }: RunOptions): IRunExecutionData {
	const [node] = Object.values(workflow.nodes);
	const data = { main: [items.map((json) => ({ json }))] };
	return createRunExecutionData({
		executionData: { nodeExecutionStack: [{ node, data, source: null }] },
	});
}

/** The data that n8n's ExecutionService.retry derives from a saved execution. */
function retryData(
	workflow: Workflow,
	retryOf: IRun,
	withCurrentWorkflow = false,
): IRunExecutionData {
	if (retryOf.finished) {
		throw new UnexpectedError('The execution succeeded, so it cannot be retried.');
	}
	const saved: IRunExecutionData = jsonParse(
		JSON.stringify(replaceCircularReferences(retryOf.data)),
	);
	const { lastNodeExecuted, runData } = saved.resultData;
	if (lastNodeExecuted !== undefined) {
		delete saved.resultData.error;
		const tasks = runData[lastNodeExecuted] ?? [];
		if (tasks.at(-1)?.error !== undefined) tasks.pop();
	}
	if (withCurrentWorkflow) {
		for (const entry of saved.executionData?.nodeExecutionStack ?? []) {
			entry.node = workflow.getNode(entry.node.name) ?? entry.node;
		}
	}
	return saved;
}
