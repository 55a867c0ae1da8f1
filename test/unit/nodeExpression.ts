import { Workflow, type INodeParameters, type INodeType } from 'n8n-workflow';

/** Evaluates an expression of a node's description with these parameters, as the editor does. */
export function evaluateFor(
	node: INodeType,
	expression: string | undefined,
	parameters: INodeParameters,
) {
	const name = 'Node';
	const workflow = new Workflow({
		nodes: [{ ...{ id: '1', name, type: 'node', typeVersion: 1 }, position: [0, 0], parameters }],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => node,
			getByNameAndVersion: () => node,
			getKnownTypes: () => ({}),
		},
	});
	const given = workflow.getNode(name)!;
	return workflow.expression.getSimpleParameterValue(given, expression, 'internal', {});
}
