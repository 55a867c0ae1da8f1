/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { Problem } from '../lib/children';
import type { Check, Part } from './check';
import { askPayfull, askPaytr } from './credentials';
import { fixtureSchema } from './fixture';
import { concludePayfull, PAYFULL_PARTS } from './payfull';
import { concludePaytr, PAYTR_PARTS } from './paytr';
import { report } from './report';
import type { Asker } from './terminal';

export type ProviderName = 'paytr' | 'payfull';

export interface LiveCheckOptions {
	provider: ProviderName;
	asker: Asker;
	/** The folder for the report and the fixture. */
	folder: string;
	/** The package's version, for the report. */
	version: string;
}

interface Prepared {
	check: Check;
	address: string;
	run(): Promise<void>;
	conclude(): void;
}

async function prepare(provider: ProviderName, asker: Asker): Promise<Prepared> {
	return provider === 'paytr'
		? prepared(await askPaytr(asker), PAYTR_PARTS, concludePaytr)
		: prepared(await askPayfull(asker), PAYFULL_PARTS, concludePayfull);
}

function prepared<C extends Check>(
	{ check, address }: { check: C; address: string },
	parts: Array<Part<C>>,
	conclude: (check: C) => void,
): Prepared {
	return {
		check,
		address,
		run: async () => await check.run(parts),
		conclude: () => conclude(check),
	};
}

const isLoopback = (address: string) =>
	/^(localhost|127\.|\[::1\])/.test(new URL(address).hostname);

/** Checks that the results contain no personal values, and writes them. */
async function write({ check, address }: Prepared, options: LiveCheckOptions): Promise<string[]> {
	const source = isLoopback(address) ? 'sandbox' : 'live';
	const day = DateTime.now().setZone('Europe/Istanbul').toISODate() ?? '';
	const fixture = fixtureSchema.parse(check.fixture(source, day));
	const texts = {
		json: `${JSON.stringify(fixture, undefined, '\t')}\n`,
		md: report(fixture, check.open(), options.version),
	};
	for (const text of Object.values(texts)) {
		const left = check.blanker.left(text);
		if (left.length > 0) {
			throw new Problem(
				`The report was not written: it would hold what must not be in it (${left.join(', ')}). Please tell the maintainers in which step.`,
			);
		}
	}
	const name = source === 'sandbox' ? `${options.provider}-sandbox` : `${options.provider}-${day}`;
	await mkdir(options.folder, { recursive: true });
	return await Promise.all(
		Object.entries(texts).map(async ([extension, text]) => {
			const path = join(options.folder, `${name}.${extension}`);
			await writeFile(path, text);
			return path;
		}),
	);
}

const isStopped = (error: unknown) => error instanceof Error && error.name === 'ExitPromptError';

/**
 * Asks for the values, runs the check, and writes the report and the fixture. If the check ends
 * early, it writes the results so far.
 * @returns the paths of both files; none if there are no results
 */
export async function liveCheck(options: LiveCheckOptions): Promise<string[]> {
	const { asker } = options;
	const begun = await prepare(options.provider, asker);
	if (isLoopback(begun.address)) {
		begun.check.blanker.add(new URL(begun.address).origin, 'http://sandbox.example');
	}
	let failure: unknown;
	try {
		await begun.run();
	} catch (error) {
		failure = error;
		if (isStopped(error)) asker.say('\nStopped.');
	}
	try {
		await begun.check.cleanUp();
	} catch (error) {
		failure ??= error;
	}
	begun.conclude();
	// A single request only shows that the credential is wrong. It must not replace an older report.
	const paths = begun.check.all().length > 1 ? await write(begun, options) : [];
	if (paths.length > 0) asker.say(`\nWritten, without secrets:\n  ${paths.join('\n  ')}`);
	if (failure !== undefined && !isStopped(failure)) throw failure;
	return paths;
}
