/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Sandbox } from '../../sandbox';
import { PAYTR_SERVICES } from '../../sandbox/paytr/services';
import {
	payfullMessage,
	payfullSignature,
	paytrCallbackHash,
	paytrMessage,
	paytrSignature,
} from '../../sandbox/signatures';
import { run } from '../../scripts/lib/children';
import type { N8nInstall } from '../../scripts/lib/install';
import type { Checks } from './checks';

/**
 * Collects the signatures of everything that the sandbox receives, even after a reset of the
 * sandbox.
 */
export class Signatures {
	readonly seen = new Set<string>();

	constructor(private readonly sandbox: Sandbox) {
		const { reset } = sandbox;
		sandbox.reset = () => {
			this.collect();
			reset();
		};
	}

	/** Computes the signatures of the requests since the last reset, as the providers do. */
	collect(): void {
		const { paytr, payfull } = this.sandbox.credentials;
		const state = this.sandbox.state();
		for (const { provider, service, fields } of state.requests) {
			const signed = PAYTR_SERVICES.find((one) => one.service === service)?.signed(fields);
			this.seen.add(
				provider === 'payfull'
					? payfullSignature(payfullMessage(fields), payfull.password)
					: paytrSignature(
							paytrMessage(signed ?? [], fields, paytr.merchantSalt),
							paytr.merchantKey,
						),
			);
		}
		for (const { fields } of state.callbacks) {
			const { callback_id, merchant_oid, status, total_amount } = fields;
			this.seen.add(paytrCallbackHash({ callback_id, merchant_oid, status, total_amount }, paytr));
		}
	}
}

/** Reads all tables of n8n's SQLite database as text, with n8n's own sqlite3. */
async function readDatabase(install: N8nInstall, file: string): Promise<string> {
	const script = `
		const sqlite3 = require('sqlite3');
		const db = new sqlite3.Database(${JSON.stringify(file)});
		const all = (sql) => new Promise((resolve, reject) =>
			db.all(sql, (error, rows) => (error ? reject(error) : resolve(rows))));
		(async () => {
			for (const { name } of await all("select name from sqlite_master where type = 'table'")) {
				for (const row of await all('select * from "' + name + '"')) {
					const cells = Object.values(row).map((cell) =>
						Buffer.isBuffer(cell) ? cell.toString('latin1') : String(cell));
					console.log(name + '\\t' + cells.join('\\t').replaceAll('\\n', ' '));
				}
			}
		})();`;
	// n8n's node_modules folder contains sqlite3.
	const folder = join(dirname(install.bin), '..', '..', '..');
	const how = { cwd: folder, label: 'reading the database' };
	return (await run(install.node, ['-e', script], how)).join('\n');
}

/** A secret in plain text and in two encodings. */
const forms = (secret: string) => [
	secret,
	encodeURIComponent(secret),
	Buffer.from(secret).toString('base64'),
];

/** The text before and after the match, for the message of a failed check. */
const around = (text: string, part: string) => {
	const at = text.indexOf(part);
	return text.slice(Math.max(0, at - 200), at + part.length + 60);
};

interface SecretPlaces {
	install: N8nInstall;
	userFolder: string;
	/** Texts of n8n's responses. */
	answers: string[];
	sandbox: Sandbox;
	signatures: Set<string>;
	checks: Checks;
}

/** After n8n has ended, no place contains a secret or a signature in plain text. */
export async function secretChecks(places: SecretPlaces): Promise<void> {
	const { install, userFolder, answers, sandbox, signatures, checks } = places;
	const { paytr, payfull } = sandbox.credentials;
	const secrets = [paytr.merchantKey, paytr.merchantSalt, payfull.password].flatMap(forms);
	const hashes = [...signatures].flatMap((one) => [...new Set([one, encodeURIComponent(one)])]);

	/** @param known a text that the place does contain. It proves that the place was read */
	const check = async (name: string, read: () => Promise<string>, known: string) =>
		await checks.check('secrets', name, async () => {
			const text = await read();
			assert.ok(text.includes(known), `"${known}" should be there, or nothing was read`);
			assert.ok(signatures.size > 10, `only ${signatures.size} signatures to look for`);
			const found = [...secrets, ...hashes]
				.filter((one) => text.includes(one))
				.map((one) => `${one} in: ${around(text, one)}`);
			assert.deepEqual(found, []);
		});
	await check(
		'none in the database: credentials, workflows, saved executions, everything',
		async () => await readDatabase(install, join(userFolder, '.n8n', 'database.sqlite')),
		'05321234567',
	);
	await check(
		"none in n8n's log",
		async () => await readFile(join(userFolder, 'n8n.log'), 'utf8'),
		'Editor is now accessible',
	);
	await check("none in n8n's answers", async () => answers.join('\n'), '05321234567');
}
