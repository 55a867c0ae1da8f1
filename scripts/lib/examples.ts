/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- development tool, never packed */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sandbox } from '../../sandbox';
import { N8nRefused, type N8nApi, type WorkflowFile } from './n8nApi';
import { EXAMPLES_DIR } from './paths';

/**
 * Values in the example workflows that the import replaces: the file folder of n8n's Docker image,
 * and n8n's address.
 */
const FILES_FOLDER = '/home/node/.n8n-files';
const PUBLIC_ADDRESS = 'https://n8n.example.com';

/** The imported workflow and its version, by file. */
interface Imported {
	id: string;
	hash: string;
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

function parseWorkflow(text: string): WorkflowFile {
	return JSON.parse(text);
}

/** An example prepared for import, with this n8n's address and its allowed folder. */
export async function readExample(
	file: string,
	n8nUrl: string,
	filesFolder: string,
): Promise<string> {
	const text = await readFile(join(EXAMPLES_DIR, file), 'utf8');
	return text
		.replaceAll(JSON.stringify(FILES_FOLDER), JSON.stringify(filesFolder))
		.replaceAll(PUBLIC_ADDRESS, n8nUrl);
}

/** n8n can't activate a workflow whose mail node has no account. */
function startsByItself({ nodes }: WorkflowFile): boolean {
	if (nodes.some(({ type }) => type.endsWith('.emailSend'))) return false;
	return nodes.some(({ type }) => /\.(webhook|paytrLinkNotifyTrigger|formTrigger)$/.test(type));
}

async function exists(api: N8nApi, id: string): Promise<boolean> {
	try {
		await api.request('GET', `/rest/workflows/${id}`);
		return true;
	} catch (error) {
		if (error instanceof N8nRefused && [403, 404].includes(error.status)) return false;
		throw error;
	}
}

/** Creates both credentials for the sandbox, with the names that the examples use. */
export async function createSandboxCredentials(
	api: N8nApi,
	{ url, credentials }: Pick<Sandbox, 'url' | 'credentials'>,
): Promise<void> {
	await api.createCredential('paytrApi', 'PayTR account', { ...credentials.paytr, baseUrl: url });
	await api.createCredential('payfullApi', 'Payfull account', {
		...credentials.payfull,
		apiUrl: `${url}/integration/api/v1`,
		clientIp: '127.0.0.1',
	});
}

/**
 * Imports each example workflow into n8n once. A workflow whose file hasn't changed since then
 * keeps the user's changes. Activates workflows that wait for a webhook or a form.
 * @param filesFolder where n8n may read and write; the examples' spreadsheets are copied there
 * @param stateFile remembers the imported workflows
 * @returns the workflows' IDs by file name
 */
export async function importExamples(
	api: N8nApi,
	filesFolder: string,
	stateFile: string,
): Promise<Record<string, string>> {
	const imported: Record<string, Imported> = JSON.parse(
		await readFile(stateFile, 'utf8').catch(() => '{}'),
	);
	const remember = async (file: string, what: Imported) => {
		imported[file] = what;
		await writeFile(stateFile, JSON.stringify(imported, null, '\t'));
	};

	await mkdir(filesFolder, { recursive: true });
	// n8n lists the newest workflow first, so the first example is imported last.
	for (const file of (await readdir(EXAMPLES_DIR)).sort().reverse()) {
		const path = join(EXAMPLES_DIR, file);
		const before = imported[file];
		if (/\.(csv|xlsx)$/.test(file)) {
			const hash = hashOf(await readFile(path, 'latin1'));
			const target = join(filesFolder, file);
			if (before?.hash === hash && existsSync(target)) continue;
			await copyFile(path, target);
			await remember(file, { id: file, hash });
		}
		if (file.endsWith('.json')) {
			const text = await readExample(file, api.url, filesFolder);
			const hash = hashOf(text);
			const known = before && (await exists(api, before.id)) ? before : undefined;
			if (known?.hash === hash) continue;
			const workflow = parseWorkflow(text);
			const id = await api.importWorkflow(workflow, known?.id);
			if (startsByItself(workflow)) await api.activate(id);
			await remember(file, { id, hash });
		}
	}
	return Object.fromEntries(Object.entries(imported).map(([file, { id }]) => [file, id]));
}
