/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const ownerSchema = z.object({
	email: z.string(),
	password: z.string(),
	firstName: z.string(),
	lastName: z.string(),
});

/** The login of an n8n's owner. */
export type Owner = z.infer<typeof ownerSchema>;

/** 120 random bits, plus the digit and the capital letter that n8n requires. */
function newPassword(): string {
	for (;;) {
		const password = randomBytes(15).toString('base64url');
		if (/\d/.test(password) && /[A-Z]/.test(password)) return password;
	}
}

/**
 * The owner of the n8n in this home. The first start generates the password and saves it in
 * `owner.json`, which only this user can read.
 */
export async function ownerOf(userFolder: string): Promise<Owner> {
	const file = join(userFolder, 'owner.json');
	const known = await readFile(file, 'utf8').catch(() => undefined);
	if (known !== undefined) return ownerSchema.parse(JSON.parse(known));
	const owner = {
		email: 'owner@example.com',
		password: newPassword(),
		firstName: 'Sandbox',
		lastName: 'Owner',
	};
	await mkdir(userFolder, { recursive: true });
	await writeFile(file, JSON.stringify(owner, null, '\t'), { mode: 0o600, flag: 'wx' });
	return owner;
}
