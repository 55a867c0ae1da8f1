/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Provider } from './provider';
import type { Section } from './report';
import { median } from './stats';
import type { Workflows } from './workflows';

const COUNT = 200;

const ROUNDS = 5;

/** When the second execution starts, in milliseconds after the first. */
const DELAYS = [0, 50, 500];

interface Round {
	/** Customers who got the message more than once. */
	twice: number;
	/** Customers who got none. */
	never: number;
	/** Customers to whom a third execution, later on, sends once more. */
	again: number;
}

/**
 * What 'Skip Already Sent' does when two executions of the same node, for the same customers, run at
 * the same time: n8n reads and writes its de-duplication storage without a lock.
 */
export async function measureGuard(
	workflows: Workflows,
	provider: Provider,
	report: (progress: string) => void,
): Promise<Section> {
	let first = 0;
	const round = async (run: (customers: number) => Promise<unknown>): Promise<Round> => {
		first += COUNT;
		await provider.prepare(20);
		await run(first);
		const before = await provider.recipients();
		await workflows.runGuarded(first, COUNT);
		const after = await provider.recipients();
		const times = [...before.values()];
		return {
			twice: times.filter((count) => count > 1).length,
			never: COUNT - before.size,
			again: [...after].filter(([to, count]) => count > (before.get(to) ?? 0)).length,
		};
	};
	const rows: string[][] = [];
	const measure = async (title: string, run: (customers: number) => Promise<unknown>) => {
		report(`Skip Already Sent, ${title}`);
		const rounds: Round[] = [];
		for (let i = 0; i < ROUNDS; i++) rounds.push(await round(run));
		const of = (key: keyof Round) => {
			const counts = rounds.map((one) => one[key]);
			return `${median(counts)} (at most ${Math.max(...counts)})`;
		};
		rows.push([title, of('twice'), of('never'), of('again')]);
	};
	const send = async (customers: number) => await workflows.runGuarded(customers, COUNT);
	await measure('one after the other', async (customers) => {
		await send(customers);
		await send(customers);
	});
	for (const delay of DELAYS) {
		await measure(`the second ${delay} ms after the first`, async (customers) => {
			const late = async () => {
				await sleep(delay);
				await send(customers);
			};
			await Promise.all([send(customers), late()]);
		});
	}
	return {
		title: `Skip Already Sent: two executions with the same ${COUNT} customers`,
		head: ['Executions', 'Contacted twice', 'Never', 'Sent again by a third, later'],
		rows,
		notes: [
			`Medians of ${ROUNDS} rounds, a provider that takes 20 ms, concurrency 5, n8n with SQLite. n8n reads and writes its storage without a lock: executions of the same node at the same moment are not kept apart. The way around is to let one run at a time (a production concurrency of 1, or one execution that gathers the rows).`,
		],
		targets: [],
	};
}
