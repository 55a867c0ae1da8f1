/*
 * Adds entries to a workflow's memory of 'Send Only Once', directly in n8n's database. Sending that
 * many messages would take minutes.
 *
 * node bench/fillMemory.mjs <database.sqlite> <workflow ID> <entries>
 */
import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

const [path, workflowId, count] = process.argv.slice(2);
const database = new DatabaseSync(path);
database.exec('PRAGMA busy_timeout = 30000');
const rows = database
	.prepare('SELECT context, value FROM processed_data WHERE workflowId = ?')
	.all(workflowId);
const update = database.prepare(
	'UPDATE processed_data SET value = ? WHERE workflowId = ? AND context = ?',
);
if (rows.length !== 1) throw new Error(`${rows.length} memories of workflow ${workflowId}`);
const [{ context, value }] = rows;
const memory = JSON.parse(value);
const others = Array.from({ length: Number(count) }, (_, i) =>
	createHash('md5').update(`other ${i}`).digest('base64'),
);
memory.data = [...others, ...memory.data];
update.run(JSON.stringify(memory), workflowId, context);
