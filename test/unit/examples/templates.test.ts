/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test, never packed */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TEMPLATES } from '../../../scripts/examples';
import { buildWorkflow } from '../../../scripts/examples/build';
import { templatesDocument } from '../../../scripts/examples/document';
import { notes, position } from '../../../scripts/examples/layout';

const ROOT = join(__dirname, '..', '..', '..');
const OWN = 'n8n-nodes-paytr-payfull.';
const ACCOUNTS = /\.(googleSheets|wooCommerce|hubspot|pipedrive|httpRequest)(Trigger)?$/;
const EVENTS = /([tT]rigger|\.webhook)$/;
const WITHOUT_SAMPLE = /\.(manualTrigger|scheduleTrigger)$/;

const words = (text: string) => text.split(/\s+/).filter((word) => /[\p{L}\d]/u.test(word)).length;

type Note = ReturnType<typeof notes>[number];

const contains = ({ position: [left, top], width, height }: Note, [x, y]: [number, number]) =>
	x >= left && x + 96 <= left + width && y >= top && y + 96 <= top + height;

const reaches = ({ position: [left, top], width, height }: Note, { position: [x, y] }: Note) =>
	left + width > x && top + height > y;

const overlap = (one: Note, other: Note) => reaches(one, other) && reaches(other, one);

it('has a file for each template, and a template for each file', () => {
	const files = readdirSync(join(ROOT, 'examples')).filter((file) => file.endsWith('.json'));
	expect(files.sort()).toEqual(TEMPLATES.map(({ file }) => `${file}.json`).sort());
});

it('docs/templates.md is the one that `npm run examples` writes', () => {
	const text = readFileSync(join(ROOT, 'docs', 'templates.md'), 'utf8');
	expect(text).toBe(templatesDocument(TEMPLATES));
});

describe.each(TEMPLATES)('$file', (template) => {
	const { file, nodes, wires, sections, title } = template;
	const own = nodes.filter(({ type }) => type.startsWith(OWN));

	it('is the one that `npm run examples` writes', () => {
		const text = readFileSync(join(ROOT, 'examples', `${file}.json`), 'utf8');
		expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(buildWorkflow(template))));
	});

	it('has a small picture', () => {
		const picture = statSync(join(ROOT, 'docs', 'images', 'templates', `${file}.png`));
		expect(picture.size).toBeLessThan(150_000);
	});

	it("keeps to n8n's rules for templates", () => {
		const [about, ...white] = notes(template);
		expect(title).toMatch(/^(Send|Mark) .+ from .+ (to|in) .+/);
		expect(about).toMatchObject({
			color: 1,
			content: expect.stringContaining('### How it works'),
		});
		expect(about.content).toContain('### Setup');
		expect(about.content).toContain('Self-hosted n8n only');
		expect(words(about.content)).toBeGreaterThanOrEqual(100);
		expect(words(about.content)).toBeLessThanOrEqual(300);
		for (const { content, color, position: place } of white) {
			expect(color).toBe(7);
			expect(words(content)).toBeLessThan(50);
			expect(about.position[0]).toBeLessThan(place[0]);
			expect(about.position[1]).toBeLessThanOrEqual(place[1]);
		}
		expect(sections.length).toBeGreaterThan(1);
		expect(nodes.length).toBeGreaterThan(2);
		expect(nodes.find(({ name }) => name === 'Settings')?.type).toBe('n8n-nodes-base.set');
		for (const { name } of nodes.filter((node) => node.name !== 'Settings')) {
			expect(words(name)).toBeGreaterThan(1);
		}
		expect(JSON.stringify(buildWorkflow(template))).not.toMatch(
			/"cachedResult|instanceId|"id":null/,
		);
	});

	it('draws each node in one white note, and no note over another', () => {
		const all = notes(template);
		for (const node of nodes) {
			const around = all.slice(1).filter((note) => contains(note, position(node)));
			expect([node.name, around.length]).toEqual([node.name, 1]);
		}
		for (const one of all) {
			const over = all.filter((other) => other !== one && overlap(one, other));
			expect([one.name, over.map(({ name }) => name)]).toEqual([one.name, []]);
		}
	});

	it('sends once, and lets failed rows leave by an output that leads somewhere', () => {
		for (const { name, type, parameters, settings } of own) {
			if (type.endsWith('Trigger')) continue;
			const { sendOnce, deduplicationKey } = parameters;
			if (sendOnce === 'perKey') expect(deduplicationKey).toMatch(/^=\{\{ .+ \}\}/);
			else {
				const notified = [parameters.resource, sendOnce];
				expect([name, notified]).toEqual([name, ['notification', 'perLinkAndRecipient']]);
			}
			if (type.endsWith('Tool')) continue;
			expect(settings?.onError).toBe('continueErrorOutput');
			expect(wires).toContainEqual(expect.objectContaining({ from: name, output: 1 }));
			expect(JSON.stringify(nodes)).toContain('$json.howToFix');
		}
		expect(own.length).toBeGreaterThan(0);
		for (const { parameters } of own.filter((node) => node.type.includes('payfull'))) {
			if ('kdv' in parameters) expect(parameters.kdv).toBe('20');
		}
	});

	it('runs without an account: samples are pinned, and no credential of others is named', () => {
		for (const { name, type, pinned, credentials } of nodes) {
			const needed = ACCOUNTS.test(type) || (EVENTS.test(type) && !WITHOUT_SAMPLE.test(type));
			if (needed) expect([name, pinned?.length ?? 0]).not.toEqual([name, 0]);
			const named = Object.keys(credentials ?? {});
			expect(['paytrApi', 'payfullApi', 'openAiApi']).toEqual(expect.arrayContaining(named));
		}
	});
});
