import { createHash } from 'node:crypto';
import { notes, position, type Note } from './layout';
import type { Json, Template, TemplateNode, Wire } from './template';

/** The same ID for the same thing each time, in the form of a UUID. */
function idOf(...parts: string[]): string {
	const hex = createHash('sha256').update(parts.join('\0')).digest('hex');
	const variant = '89ab'[parseInt(hex[16], 16) % 4];
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		`5${hex.slice(13, 16)}`,
		variant + hex.slice(17, 20),
		hex.slice(20, 32),
	].join('-');
}

function stickyNote({ file }: Template, note: Note): Json {
	const { name, content, width, height, color } = note;
	return {
		parameters: { content, height, width, color },
		id: idOf(file, 'note', name),
		name,
		type: 'n8n-nodes-base.stickyNote',
		typeVersion: 1,
		position: note.position,
	};
}

function workflowNode({ file }: Template, node: TemplateNode): Json {
	const { name, type, typeVersion, parameters, credentials, webhookId, settings } = node;
	return {
		parameters,
		id: idOf(file, name),
		name,
		type,
		typeVersion,
		position: position(node),
		...(webhookId && { webhookId }),
		...settings,
		...(credentials && { credentials }),
	};
}

function connections(wires: Wire[]): Json {
	const all: Record<
		string,
		Record<string, Array<Array<{ node: string; type: string; index: 0 }>>>
	> = {};
	for (const { from, to, output = 0, type = 'main' } of wires) {
		const outputs = ((all[from] ??= {})[type] ??= []);
		while (outputs.length <= output) outputs.push([]);
		outputs[output].push({ node: to, type, index: 0 });
	}
	return all;
}

/** The workflow as n8n imports it. */
export function buildWorkflow(template: Template) {
	return {
		name: template.title,
		nodes: [
			...notes(template).map((note) => stickyNote(template, note)),
			...template.nodes.map((node) => workflowNode(template, node)),
		],
		pinData: Object.fromEntries(
			template.nodes
				.filter(({ pinned }) => pinned)
				.map(({ name, pinned = [] }) => [name, pinned.map((json) => ({ json }))]),
		),
		connections: connections(template.wires),
		active: false,
		settings: { executionOrder: 'v1' },
		tags: [],
	};
}
