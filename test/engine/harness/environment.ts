/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test harness, never packed */
/**
 * Must be imported before n8n-core, which reads its configuration while it loads. Turns off n8n's
 * log and gives the engine its own settings file, so that no test uses ~/.n8n.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const userFolder = join(tmpdir(), 'n8n-engine-tests');
const settingsFile = join(userFolder, '.n8n', 'config');
const encryptionKey = 'engine-tests-encryption-key';

process.env.N8N_USER_FOLDER = userFolder;
process.env.N8N_ENCRYPTION_KEY = encryptionKey;
process.env.N8N_LOG_LEVEL = 'silent';
process.env.N8N_DIAGNOSTICS_ENABLED = 'false';

mkdirSync(join(userFolder, '.n8n'), { recursive: true });
// Jest's workers share this file. Renaming keeps them from reading an incomplete file.
const draft = `${settingsFile}.${process.pid}`;
writeFileSync(draft, JSON.stringify({ encryptionKey }), { mode: 0o600 });
renameSync(draft, settingsFile);
