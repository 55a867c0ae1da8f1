/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { copyFile, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { importExamples } from '../../scripts/lib/examples';
import type { Execution, N8nApi } from '../../scripts/lib/n8nApi';
import { EXAMPLES_DIR } from '../../scripts/lib/paths';
import type { Editor } from './browser';
import { canvasPicture } from './canvasPicture';
import { Screenshots } from './screenshots';
import { executionsOf, nextExecutionId } from './workflows';

/** Maximum size of a picture in bytes. docs/templates.md shows nineteen pictures. */
const LARGEST = 250_000;

/** Runs the spreadsheet example on one file of the examples, imported as `npm start` does it. */
export async function runSpreadsheet(
	editor: Editor,
	api: N8nApi,
	filesFolder: string,
	rows: string,
): Promise<Execution> {
	const ids = await importExamples(api, filesFolder, join(filesFolder, 'examples.json'));
	const id = ids['spreadsheet-to-paytr.json'];
	for (const extension of ['.csv', '.xlsx']) {
		await rm(join(filesFolder, `customers${extension}`), { force: true });
	}
	await copyFile(join(EXAMPLES_DIR, rows), join(filesFolder, `customers${extname(rows)}`));
	await editor.page.goto(`/workflow/${id}`);
	const execution = await executeWorkflow(editor, api, id, 'Start by hand');
	assert.equal(execution.status, 'success', execution.error);
	return execution;
}

/** Opens a workflow and saves a picture of its canvas as a PNG file. */
export async function drawWorkflow(editor: Editor, id: string, name: string, folder: string) {
	const { page } = editor;
	await page.goto(`/workflow/${id}`);
	await page.getByTestId('canvas-node').first().waitFor();
	await new Screenshots(folder, LARGEST).save(name, await canvasPicture(editor));
}

/** Clicks 'Execute workflow' for this trigger in the open workflow. Returns the execution's ID. */
export async function startInEditor(
	{ page }: Editor,
	api: N8nApi,
	id: string,
	trigger: string,
): Promise<string> {
	const known = await executionsOf(api, id);
	const main = page.getByTestId('execute-workflow-button').first();
	await main.waitFor();
	if ((await main.innerText()).includes('from ')) {
		// With several triggers, each trigger has its own button, which appears on hover.
		await page.locator(`[data-test-id="canvas-node"][data-node-name="${trigger}"]`).hover();
		await page.getByTestId(`execute-workflow-button-${trigger}`).click();
	} else {
		await main.click();
	}
	return await nextExecutionId(api, id, known, 120_000);
}

/** Clicks 'Execute workflow' as `startInEditor` does, and waits for the end of the execution. */
export async function executeWorkflow(
	editor: Editor,
	api: N8nApi,
	id: string,
	trigger: string,
): Promise<Execution> {
	return await api.waitForExecution(await startInEditor(editor, api, id, trigger));
}
