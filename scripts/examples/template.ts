/** What an example workflow is made of, before it is laid out and written as n8n's JSON. */

export type Json = Record<string, unknown>;

export interface TemplateNode {
	name: string;
	type: string;
	typeVersion: number;
	parameters: Json;
	/** Column and row of the canvas; halves are allowed. */
	at: [column: number, row: number];
	credentials?: Record<string, { name: string }>;
	webhookId?: string;
	/** Sample items: what the node gives in "Execute workflow", without its account. */
	pinned?: Json[];
	/** n8n's settings of a node, e.g. onError. */
	settings?: Json;
}

/** A white note behind some nodes, under 50 words. */
export interface Section {
	title: string;
	text: string;
	/** The names of the nodes that it stands behind. */
	nodes: string[];
}

/** From one node to the next; `output` 1 is the error output of the nodes that have one. */
export interface Wire {
	from: string;
	to: string;
	output?: number;
	/** `main`, or how a part of an agent is connected, e.g. `ai_tool`. */
	type?: string;
}

export interface Template {
	/** Without `.json`; also the name of its picture. */
	file: string;
	/** Verb, thing, from where, to where. */
	title: string;
	howItWorks: string;
	setup: string;
	sections: Section[];
	nodes: TemplateNode[];
	wires: Wire[];
	/** For docs/templates.md. */
	docs: {
		/** Where the rows come from. */
		rows: string;
		/** Accounts, tables, fields. */
		needs: string;
		/** What makes two events the same message. */
		key: string;
	};
}

/** A chain of wires over main outputs: each node to the one after it. */
export function chain(...names: string[]): Wire[] {
	return names.slice(1).map((to, index) => ({ from: names[index], to }));
}

export const onOutput = (output: number, from: string, to: string): Wire => ({ from, to, output });
