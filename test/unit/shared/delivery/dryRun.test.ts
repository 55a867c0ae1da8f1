import { DryRunSummary } from '../../../../nodes/shared/delivery/dryRun';
import type { ItemOutput, Plan, Sender, Step } from '../../../../nodes/shared/delivery/plan';
import { ok } from '../../../../nodes/shared/result';

type Given = Partial<Step<{ n: number }>>;

const step = (given: Given): Step<{ n: number }> => ({
	name: 'sms',
	path: '/',
	form: { id: '1' },
	about: {},
	read: () => ok({ n: 0 }),
	...given,
});

const plan = (steps: Given[], given: Partial<Plan> = {}): Plan => ({
	steps: [],
	async run(sender: Sender) {
		for (const one of steps) await sender.send(step(one));
		return [];
	},
	...given,
});

const create = (amount: number, currency = 'TL'): Given => ({
	name: 'create',
	dryRun: { amount, currency },
});

async function hintOf(plans: Plan[], wrong = 0): Promise<string> {
	const summary = new DryRunSummary();
	for (const one of plans) await summary.outputsOf(one);
	return summary.hint(wrong);
}

describe('the output of a dry run', () => {
	it('has an item for each request, with its recipient and its form', async () => {
		const steps = [{ name: 'create' }, { name: 'sms', form: { phone: '5' } }];
		const recipient = (name: string) => (name === 'sms' ? ' 0532 ' : undefined);
		expect(await new DryRunSummary().outputsOf(plan(steps, { recipient }))).toEqual([
			{ json: { dryRun: true, action: 'create', form: { id: '1' } } },
			{ json: { dryRun: true, action: 'sms', recipient: '0532', form: { phone: '5' } } },
		]);
	});

	it('names the action that the step names', async () => {
		const steps = [{ name: 'both', dryRun: { action: 'request' } }];
		expect(await new DryRunSummary().outputsOf(plan(steps))).toMatchObject([
			{ json: { action: 'request' } },
		]);
	});

	it('goes on with the value of the step, asks nothing, and keeps only the failures', async () => {
		const seen: unknown[] = [];
		const failure = { outcome: 'invalid', message: 'Wrong', description: '' } as const;
		const run = async (sender: Sender): Promise<ItemOutput[]> => {
			seen.push(sender.treatsUnknownAsSent, await sender.earlier('sms'));
			seen.push(await sender.send(step({ dryRun: { value: { n: 7 } }, about: { to: 'a' } })));
			seen.push(await sender.send(step({ isRead: true, about: { of: 'b' } })));
			return [{ json: { success: true } }, { failure }];
		};
		const outputs = await new DryRunSummary().outputsOf(plan([], { run }));
		expect(seen).toEqual([
			false,
			undefined,
			{ state: 'delivered', value: { n: 7 }, about: { to: 'a' } },
			{ state: 'delivered', value: {}, about: { of: 'b' } },
		]);
		expect(outputs).toEqual([
			{ json: { dryRun: true, action: 'sms', form: { id: '1' } } },
			{ failure },
		]);
	});
});

describe('the hint of a dry run', () => {
	const sms: Given = { name: 'sms' };
	it.each<[string, Given[], number?]>([
		['nothing would be sent.', []],
		['nothing would be sent. 1 has a mistake.', [], 1],
		['1 SMS would be sent.', [sms]],
		['2 SMS would be sent. 3 have a mistake.', [sms, sms], 3],
		['1 e-mail would be sent.', [{ name: 'email' }]],
		['2 e-mails would be sent.', [{ name: 'email' }, { name: 'email' }]],
		['1 link over 1,499.90 TL would be created.', [create(1499.9)]],
		[
			'2 links over 0.30 TL would be created, 1 SMS would be sent.',
			[create(0.1), sms, create(0.2)],
		],
		['2 links over 1.00 TL and 2.50 USD would be created.', [create(1), create(2.5, 'USD')]],
		['2 links would be created.', [create(1), { name: 'create' }]],
		['1 link would be created.', [{ name: 'create', dryRun: { amount: 1 } }]],
		['1 link would be created.', [{ name: 'create', dryRun: { currency: 'TL' } }]],
		['1 cancellation would be made.', [{ name: 'cancel' }]],
		['2 cancellations would be made.', [{ name: 'cancel' }, { name: 'cancel' }]],
		['1 refund would be made.', [{ name: 'refund' }]],
		['2 refunds would be made.', [{ name: 'refund' }, { name: 'refund' }]],
		['1 payment request would be sent.', [{ name: 'request' }]],
		['2 payment requests would be sent.', [{ name: 'request' }, { name: 'request' }]],
		['1 request would be sent to delete links or payment requests.', [{ name: 'delete' }]],
		[
			'2 requests would be sent to delete links or payment requests.',
			[{ name: 'delete' }, { name: 'delete' }],
		],
		['1 request would be sent.', [{ name: 'other' }]],
		['2 requests would be sent.', [{ name: 'other' }, { name: 'other' }]],
		['nothing would be sent.', [{ name: 'status', isRead: true }]],
	])('%s', async (hint, steps, wrong = 0) => {
		expect(await hintOf([plan(steps)], wrong)).toBe(`Dry run, nothing was sent: ${hint}`);
	});

	it('sums up all items', async () => {
		const plans = [plan([create(1)]), plan([create(2), { name: 'sms' }])];
		expect(await hintOf(plans)).toContain('2 links over 3.00 TL would be created, 1 SMS would');
	});
});
