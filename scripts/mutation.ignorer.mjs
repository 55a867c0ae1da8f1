const PANEL_TYPES = ['INodeProperties', 'INodePropertyOptions'];

/** The names in a type, also within Readonly<…> and Record<…>. */
const namesIn = (type) =>
	type?.typeName
		? [type.typeName.name, ...(type.typeParameters?.params ?? []).flatMap(namesIn)]
		: [];

/**
 * Excludes the texts and defaults of n8n's panels (objects declared as INodeProperties or as its
 * options, also with `satisfies`) from mutation. The editor's e2e suite and
 * test/unit/descriptions.test.ts check them, but no test repeats each text.
 */
export const strykerPlugins = [
	{
		kind: 'Ignore',
		name: 'panels',
		value: {
			shouldIgnore(path) {
				if (!path.isVariableDeclarator()) return undefined;
				const { id, init } = path.node;
				const satisfied = init?.type === 'TSSatisfiesExpression' ? init.typeAnnotation : undefined;
				return [id.typeAnnotation?.typeAnnotation, satisfied]
					.flatMap(namesIn)
					.some((name) => PANEL_TYPES.includes(name))
					? 'What a panel shows.'
					: undefined;
			},
		},
	},
];
