import type { INodeProperties } from 'n8n-workflow';

/** A hint for n8n's AI workflow builders. n8n-workflow has types for it since 2.9. */
export interface BuilderHint {
	builderHint: { propertyHint: string };
}

/** A node with a hint for n8n's AI workflow builders. */
export interface NodeBuilderHint {
	builderHint: { searchHint: string };
}

/** A field with a hint for n8n's AI workflow builders. */
export const withBuilderHint = (
	property: INodeProperties,
	propertyHint: string,
): INodeProperties & BuilderHint => ({ ...property, builderHint: { propertyHint } });
