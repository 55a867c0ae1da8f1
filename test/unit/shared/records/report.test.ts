import { sleep } from 'n8n-workflow';

import type { Sender } from '../../../../nodes/shared/delivery/plan';
import { foundRows, reportOutputs } from '../../../../nodes/shared/records/report';
import { ok } from '../../../../nodes/shared/result';
import { problemOf } from '../../parsed';

it('returns the found rows, or an empty list', () => {
	expect(foundRows('PayTR', {}, [{ no: 'A' }])).toEqual({
		ok: true,
		value: { rows: [{ no: 'A' }] },
	});
	expect(foundRows('PayTR', {}, [])).toEqual({ ok: true, value: { rows: [] } });
});

it.each(['PayTR', 'Payfull'] as const)(
	'names the answer of %s if there are no rows',
	(provider) => {
		const failure = problemOf(foundRows(provider, { status: 'success', total: '5' }, undefined));
		expect(failure).toMatchObject({ outcome: 'unknown', provider });
		expect(failure.message).toContain(
			`${provider}'s report contains no rows that can be read (status, total)`,
		);
	},
);

it('names at most ten fields of an answer', () => {
	const many = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`f${i}`, i]));
	const { message } = problemOf(foundRows('PayTR', many, undefined));
	expect(message).toContain('(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9)');
});

describe('a report of many windows', () => {
	/** Responds to each request for a window when the test says so, with one row. */
	function senderOf(count: number) {
		const asked: string[] = [];
		const answers = Array.from({ length: count }, () => {
			let answer = () => {};
			const come = new Promise<void>((resolve) => (answer = resolve));
			return { come, answer };
		});
		const sender: Sender = {
			treatsUnknownAsSent: false,
			earlier: async () => undefined,
			async send(step) {
				const index = asked.push(step.name) - 1;
				await answers[index].come;
				const read = step.read({ statusCode: 200, body: String(index) });
				if (!read.ok) throw new Error(read.error.message);
				return { state: 'delivered', value: read.value, about: step.about };
			},
		};
		return { sender, asked, answer: (index: number) => answers[index].answer() };
	}

	const settled = async () => await sleep(0);

	const query = (count: number, limit: number) => ({
		path: '/report',
		forms: Array.from({ length: count }, (_, i) => ({ window: String(i) })),
		limit,
		read: ({ body }: { body: string }) => ok({ rows: [{ row: body }] }),
		toJson: (row: object) => ({ ...row }),
	});

	it('requests the next window as soon as the first one is read, and keeps the order', async () => {
		const { sender, asked, answer } = senderOf(10);
		const outputs = reportOutputs(sender, query(10, 100));
		await settled();
		expect(asked).toHaveLength(8);
		answer(1);
		await settled();
		expect(asked).toHaveLength(8);
		answer(0);
		await settled();
		expect(asked).toHaveLength(10);
		for (let i = 9; i > 1; i--) answer(i);
		expect(await outputs).toEqual(
			Array.from({ length: 10 }, (_, i) => ({ json: { row: String(i) } })),
		);
	});

	it('starts no request after the limit is reached, and waits for requests in progress', async () => {
		const { sender, asked, answer } = senderOf(10);
		let isOver = false;
		const outputs = reportOutputs(sender, query(10, 1)).finally(() => (isOver = true));
		await settled();
		answer(0);
		await settled();
		expect([asked.length, isOver]).toEqual([8, false]);
		for (let i = 1; i < 8; i++) answer(i);
		expect(await outputs).toEqual([{ json: { row: '0' } }]);
	});
});
