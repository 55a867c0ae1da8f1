/**
 * Excludes the texts and defaults of n8n's panels (objects declared as INodeProperties) from
 * mutation. The editor's e2e suite and test/unit/descriptions.test.ts check them, but no test
 * repeats each text.
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
