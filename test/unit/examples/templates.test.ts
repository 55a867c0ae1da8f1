/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test, never packed */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties, INodeType } from 'n8n-workflow';
import { PayfullPaymentRequest } from '../../../nodes/PayfullPaymentRequest/PayfullPaymentRequest.node';
import { PaytrLinkNotify } from '../../../nodes/PaytrLinkNotify/PaytrLinkNotify.node';
import { PaytrLinkNotifyTrigger } from '../../../nodes/PaytrLinkNotify/PaytrLinkNotifyTrigger.node';
import { PaytrPaymentTrigger } from '../../../nodes/PaytrPaymentTrigger/PaytrPaymentTrigger.node';

interface TemplateNode {
	name: string;
	id: string;
	type: string;
	position: [number, number];
	parameters: Record<string, unknown>;
	onError?: string;
	webhookId?: string;
	credentials?: Record<string, unknown>;
}

interface Note {
	content: string;
	color: number;
	width: number;
	height: number;
	position: [number, number];
}

interface Workflow {
	name: string;
	nodes: TemplateNode[];
	connections: Record<string, Record<string, Array<Array<{ node: string }> | null>>>;
	pinData: Record<string, unknown[]>;
	active: boolean;
}

const ROOT = join(__dirname, '..', '..', '..');
const OWN = 'n8n-nodes-paytr-payfull.';
const ACCOUNTS = /\.(googleSheets|wooCommerce|hubspot|pipedrive|httpRequest|emailSend)(Trigger)?$/;
const EVENTS = /([tT]rigger|\.webhook)$/;
const WITHOUT_SAMPLE = /\.(manualTrigger|scheduleTrigger)$/;

/** The width of a node in pixels. n8n draws a node as a square. */
const NODE = 96;

const FILES = readdirSync(join(ROOT, 'examples'))
	.filter((file) => file.endsWith('.json'))
	.map((file) => file.replace('.json', ''))
	.sort();
const textOf = (file: string) => readFileSync(join(ROOT, 'examples', `${file}.json`), 'utf8');
const parse = (file: string): Workflow => JSON.parse(textOf(file));
const DOCUMENT = readFileSync(join(ROOT, 'docs', 'templates.md'), 'utf8');

const isNote = ({ type }: TemplateNode) => type === 'n8n-nodes-base.stickyNote';

const noteOf = ({
	position,
	parameters: { content, color, width, height },
}: TemplateNode): Note => ({
	content: String(content),
	color: Number(color),
	width: Number(width),
	height: Number(height),
	position,
});

const PANELS = new Map<string, INodeProperties[]>(
	[PaytrLinkNotify, PaytrLinkNotifyTrigger, PaytrPaymentTrigger, PayfullPaymentRequest]
		.map((NodeClass): INodeType => new NodeClass())
		.map(({ description }) => [`${OWN}${description.name}`, description.properties]),
);

/** The names of a panel's fields, including those in collections. */
const fieldNames = (fields: INodeProperties[]) =>
	fields.flatMap(({ name, type, options = [] }) =>
		type === 'collection' ? [name, ...options.map((one) => `${name}.${one.name}`)] : [name],
	);

const givenNames = (parameters: Record<string, unknown>) =>
	Object.entries(parameters).flatMap(([name, value]) =>
		/^(options|additionalFields|filters)$/.test(name)
			? Object.keys(Object(value)).map((inner) => `${name}.${inner}`)
			: [name],
	);

/** All strings in a value, at any depth. */
function stringsIn(value: unknown): string[] {
	return typeof value === 'string' ? [value] : Object.values(Object(value)).flatMap(stringsIn);
}

const words = (text: string) => text.split(/\s+/).filter((word) => /[\p{L}\d]/u.test(word)).length;

const contains = ({ position: [left, top], width, height }: Note, [x, y]: [number, number]) =>
	x >= left && x + NODE <= left + width && y >= top && y + NODE <= top + height;

const reaches = ({ position: [left, top], width, height }: Note, { position: [x, y] }: Note) =>
	left + width > x && top + height > y;

const overlap = (one: Note, other: Note) => reaches(one, other) && reaches(other, one);

it('docs/templates.md has a section for each file', () => {
	const sections = DOCUMENT.split(/^## /m).slice(1);
	expect(sections).toHaveLength(FILES.length);
	for (const file of FILES) {
		const { name } = parse(file);
		const [section] = sections.filter((text) => text.includes(`(../examples/${file}.json)`));
		expect(section).toMatch(new RegExp(`^${name.replace(/[.()]/g, '\\$&')}\n`));
		expect(section).toContain(`![${name}](images/templates/${file}.png)`);
		for (const line of ['Rows', 'Needs', 'Sent once per']) {
			expect(section).toMatch(new RegExp(`^- \\*\\*${line}\\*\\*: .{4,}`, 'm'));
		}
	}
	expect(DOCUMENT).toContain(`\n${FILES.length} workflows`);
});

it('gives each webhook a unique address', () => {
	const all = FILES.flatMap((file) => parse(file).nodes.flatMap(({ webhookId = [] }) => webhookId));
	expect(all.filter((id, index) => all.indexOf(id) !== index)).toEqual([]);
});

describe.each(FILES)('%s', (file) => {
	const workflow = parse(file);
	const nodes = workflow.nodes.filter((node) => !isNote(node));
	const [about, ...white] = workflow.nodes.filter(isNote).map(noteOf);
	const own = nodes.filter(({ type }) => type.startsWith(OWN));

	it('has a small picture', () => {
		const picture = statSync(join(ROOT, 'docs', 'images', 'templates', `${file}.png`));
		expect(picture.size).toBeLessThan(150_000);
	});

	it('follows the rules of n8n for templates', () => {
		expect(workflow.name).toMatch(
			/^(1\. Start here: )?(Send|Mark|Compare|Replace) .+ from .+ (to|in) .+/,
		);
		expect(about).toMatchObject({
			color: 1,
			content: expect.stringContaining('### How it works'),
		});
		expect(about.content).toContain('### Setup');
		expect(about.content).toContain('Self-hosted n8n only');
		expect(words(about.content)).toBeGreaterThanOrEqual(100);
		expect(words(about.content)).toBeLessThanOrEqual(300);
		expect(white.length).toBeGreaterThan(1);
		for (const { content, color, position: place } of white) {
			expect(color).toBe(7);
			expect(words(content)).toBeLessThan(50);
			expect(about.position[0]).toBeLessThan(place[0]);
			expect(about.position[1]).toBeLessThanOrEqual(place[1]);
		}
		expect(nodes.length).toBeGreaterThan(2);
		expect(nodes.find(({ name }) => name === 'Settings')?.type).toBe('n8n-nodes-base.set');
		for (const { name } of nodes.filter((node) => node.name !== 'Settings')) {
			expect(words(name)).toBeGreaterThan(1);
		}
	});

	it('contains no traces of the n8n that exported it, and is inactive', () => {
		expect(textOf(file)).not.toMatch(/"cachedResult|instanceId|"versionId"|"id": null/);
		expect(Object.keys(workflow)).toEqual(
			'name nodes pinData connections active settings tags'.split(' '),
		);
		expect(workflow.active).toBe(false);
		const ids = workflow.nodes.map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
	});

	it('connects and pins only existing nodes, and connects every node', () => {
		const names = nodes.map(({ name }) => name);
		const targets = stringsIn(
			Object.values(workflow.connections).map((types) =>
				Object.values(types).map((outputs) => outputs.map((to) => to?.map(({ node }) => node))),
			),
		);
		const sources = Object.keys(workflow.connections);
		expect(names).toEqual(
			expect.arrayContaining([...targets, ...sources, ...Object.keys(workflow.pinData)]),
		);
		expect([...sources, ...targets]).toEqual(expect.arrayContaining(names));
		for (const text of stringsIn(nodes.map(({ parameters }) => parameters))) {
			for (const [, name] of text.matchAll(/\$\('([^']+)'\)/g)) expect(names).toContain(name);
		}
	});

	// Without task runners, n8n 1.123 reads such an item's fields as undefined.
	it("reads no items of a Code node by the node's name", () => {
		const codes = nodes.filter(({ type }) => type === 'n8n-nodes-base.code');
		for (const { name, parameters } of nodes.filter((node) => !codes.includes(node))) {
			const text = stringsIn(parameters).join('\n');
			const read = codes.filter((code) => text.includes(`$('${code.name}')`));
			expect([name, read.map((code) => code.name)]).toEqual([name, []]);
		}
	});

	it('puts each node on exactly one white note, without overlapping notes', () => {
		for (const { name, position } of nodes) {
			expect([name, white.filter((note) => contains(note, position)).length]).toEqual([name, 1]);
		}
		const all = [about, ...white];
		for (const one of all) {
			const over = all.filter((other) => other !== one && overlap(one, other));
			expect([one.content, over.map(({ content }) => content)]).toEqual([one.content, []]);
		}
	});

	it('sends once, and routes failed rows to an output that is connected', () => {
		for (const { name, type, parameters, onError } of own) {
			if (type.endsWith('Trigger')) continue;
			const { sendOnce, deduplicationKey, resource, operation } = parameters;
			const isRecord = ['payment', 'transaction'].includes(String(resource));
			if (isRecord || operation === 'delete') expect(sendOnce).toBeUndefined();
			else if (sendOnce === 'perKey') expect(deduplicationKey).toMatch(/^=\{\{ .+ \}\}/);
			else {
				const notified = [parameters.resource, sendOnce];
				expect([name, notified]).toEqual([name, ['notification', 'perLinkAndRecipient']]);
			}
			if (type.endsWith('Tool')) continue;
			expect(onError).toBe('continueErrorOutput');
			expect(workflow.connections[name].main[1]?.length).toBeGreaterThan(0);
			expect(JSON.stringify(nodes)).toContain('$json.howToFix');
		}
		expect(own.length).toBeGreaterThan(0);
		for (const { parameters } of own.filter((node) => node.type.includes('payfull'))) {
			if ('kdv' in parameters) expect(parameters.kdv).toBe('20');
		}
	});

	it('uses only existing fields of our nodes', () => {
		for (const { type, parameters } of own) {
			// n8n adds the poll times to a polling trigger.
			const known = ['pollTimes', ...fieldNames(PANELS.get(type.replace(/Tool$/, '')) ?? [])];
			expect(known).toEqual(expect.arrayContaining(givenNames(parameters)));
		}
	});

	it("checks 'skipped' before 'success', since an input column could be named 'success'", () => {
		for (const text of stringsIn(nodes.map(({ parameters }) => parameters))) {
			const [success, skipped] = [/\$json\.success\b/, /\$json\.skipped\b/].map((name) =>
				text.search(name),
			);
			if (success >= 0) expect([text, skipped >= 0 && skipped < success]).toEqual([text, true]);
		}
	});

	it('runs without other accounts: the samples are pinned, and no other credential is selected', () => {
		for (const { name, type, credentials } of nodes) {
			const needed = ACCOUNTS.test(type) || (EVENTS.test(type) && !WITHOUT_SAMPLE.test(type));
			if (needed) expect([name, workflow.pinData[name]?.length ?? 0]).not.toEqual([name, 0]);
			const named = Object.keys(credentials ?? {});
			expect(['paytrApi', 'payfullApi', 'openAiApi']).toEqual(expect.arrayContaining(named));
		}
	});
});
