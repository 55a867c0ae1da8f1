/**
 * What n8n's panels show, and their defaults: objects declared as INodeProperties. The editor's
 * end-to-end run and test/unit/descriptions.test.ts look at them; no test repeats each text.
 */
export const strykerPlugins = [
	{
		kind: 'Ignore',
		name: 'panels',
		value: {
			shouldIgnore(path) {
				if (!path.isVariableDeclarator()) return undefined;
				const type = path.node.id.typeAnnotation?.typeAnnotation?.typeName?.name;
				return type === 'INodeProperties' ? 'What a panel shows.' : undefined;
			},
		},
	},
];
