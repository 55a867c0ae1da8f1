/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test that reads files */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { PayfullApi } from '../../../credentials/PayfullApi.credentials';
import { PaytrApi } from '../../../credentials/PaytrApi.credentials';
import { PayfullPaymentRequest } from '../../../nodes/PayfullPaymentRequest/PayfullPaymentRequest.node';
import { PaytrLinkNotify } from '../../../nodes/PaytrLinkNotify/PaytrLinkNotify.node';
import { PaytrLinkNotifyTrigger } from '../../../nodes/PaytrLinkNotify/PaytrLinkNotifyTrigger.node';
import { PaytrPaymentTrigger } from '../../../nodes/PaytrPaymentTrigger/PaytrPaymentTrigger.node';
import { messages, normalised } from './messages';

const ROOT = join(__dirname, '../../..');
const page = (name: string) => readFileSync(join(ROOT, 'docs', name), 'utf8');
const GUIDE = page('kilavuz.tr.md');
const TURKISH_PAGES = ['kilavuz.tr.md', 'mesajlar.tr.md', 'sorular.tr.md'];

/** The text of one chapter of the guide. */
const chapter = (title: string) =>
	GUIDE.split(/^## /m).find((text) => text.startsWith(`${title}\n`)) ?? '';

/** The rows of a page's tables, each as a list of cells. */
const rows = (text: string) =>
	text
		.split('\n')
		.filter((line) => /^\| /.test(line) && !/^\| Mesaj /.test(line))
		.map((line) =>
			line
				.split(/(?<!\\)\|/)
				.slice(1, -1)
				.map((cell) => cell.trim()),
		);

const told = rows(page('mesajlar.tr.md')).map(([message, meaning]) => ({
	message: normalised(message.replace(/^`+ ?| ?`+$/g, '')),
	meaning,
}));

describe("the guide's table of messages", () => {
	it('contains exactly the messages of the package', () => {
		const said = [...messages(ROOT)];
		expect(said.length).toBeGreaterThan(150);
		expect(told.map(({ message }) => message).sort()).toEqual(said.sort());
	});

	it.each(told)('explains the message $message', ({ message, meaning }) => {
		expect(meaning).not.toBe('');
		expect(meaning).not.toBe(message);
	});
});

const PANELS = {
	PaytrLinkNotify: new PaytrLinkNotify().description.properties,
	PayfullPaymentRequest: new PayfullPaymentRequest().description.properties,
	PaytrLinkNotifyTrigger: new PaytrLinkNotifyTrigger().description.properties,
	PaytrPaymentTrigger: new PaytrPaymentTrigger().description.properties,
	PaytrApi: new PaytrApi().properties,
	PayfullApi: new PayfullApi().properties,
};

const labelsOf = (properties: INodeProperties[]): string[] =>
	properties
		.filter(({ type }) => type !== 'notice')
		.flatMap(({ displayName, type, options = [] }) => [
			displayName,
			...(type === 'collection' ? labelsOf(options as INodeProperties[]) : []),
		]);

it.each(Object.entries(PANELS))('the guide names every field of %s in Turkish', (_, properties) => {
	const fields = chapter('Alanların Türkçe adları');
	expect(labelsOf(properties).filter((label) => !fields.includes(`**${label}**`))).toEqual([]);
});

it.each(TURKISH_PAGES)('%s links to the other Turkish pages', (name) => {
	for (const other of TURKISH_PAGES.filter((one) => one !== name)) {
		expect(page(name).slice(0, 500)).toContain(`](${other})`);
	}
});

it('the guide begins with the basics', () => {
	const [, first] = /^## (.+)$/m.exec(GUIDE) ?? [];
	expect(first).toBe('Neye ihtiyacınız var?');
});

it('the steps mention the stock and the key', () => {
	const steps = chapter('İlk SMS: adım adım');
	expect(steps).toMatch(/\| \*\*Stock\*\* \|.*`1`/);
	expect(steps).toMatch(/\| \*\*Deduplication Key\*\* \|/);
});

it('the README begins with a link to the guide', () => {
	const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
	expect(readme.slice(0, 1500)).toContain('docs/kilavuz.tr.md');
});
