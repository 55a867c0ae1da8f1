/* A dry run: everything is read and checked, but nothing leaves the machine or is remembered. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { ItemOutput, Plan, Sender, Step, StepResult } from './plan';

export const DRY_RUN: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: false,
	description:
		'Whether to check all items and show what would be sent, without sending or remembering anything',
};

interface Planned {
	action: string;
	amount?: number;
	currency?: string;
}

/** Collects the requests that an item would send. */
class DrySender implements Sender {
	readonly treatsUnknownAsSent = false;

	readonly outputs: ItemOutput[] = [];

	constructor(
		private readonly plan: Plan,
		private readonly onPlanned: (planned: Planned) => void,
	) {}

	async earlier(): Promise<undefined> {
		return await Promise.resolve(undefined);
	}

	async send<T extends IDataObject>(step: Step<T>): Promise<StepResult<T>> {
		const { action = step.name, amount, currency, value = {} } = step.dryRun ?? {};
		const delivered = { state: 'delivered', value: value as T, about: step.about } as const;
		// Even a read-only request would leave the machine.
		if (step.isRead) return await Promise.resolve(delivered);
		const recipient = this.plan.recipient?.(step.name)?.trim();
		this.onPlanned({ action, amount, currency });
		this.outputs.push({
			json: { dryRun: true, action, ...(recipient ? { recipient } : {}), form: step.form },
		});
		return await Promise.resolve(delivered);
	}
}

const WORDS: Readonly<Record<string, readonly [one: string, many: string, done: string]>> = {
	cancel: ['cancellation', 'cancellations', 'made'],
	create: ['link', 'links', 'created'],
	delete: ['request', 'requests', 'sent to delete links or payment requests'],
	email: ['e-mail', 'e-mails', 'sent'],
	refund: ['refund', 'refunds', 'made'],
	request: ['payment request', 'payment requests', 'sent'],
	sms: ['SMS', 'SMS', 'sent'],
};

const money = (amount: number) =>
	amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** The sums by currency. Empty if an amount isn't known. */
function sumsOf(planned: Planned[]): string {
	const sums = new Map<string, number>();
	for (const { amount, currency } of planned) {
		if (amount === undefined || currency === undefined) return '';
		// In minor units, since a sum of decimal fractions can be off by one.
		sums.set(currency, (sums.get(currency) ?? 0) + Math.round(amount * 100));
	}
	return [...sums].map(([currency, sum]) => `${money(sum / 100)} ${currency}`).join(' and ');
}

/** What a batch would send, for the hint above its output. */
export class DryRunSummary {
	private readonly planned: Planned[] = [];

	/** The messages that an item would send, and its parts that can't be sent. */
	async outputsOf(plan: Plan): Promise<ItemOutput[]> {
		const sender = new DrySender(plan, (planned) => this.planned.push(planned));
		const outputs = await plan.run(sender);
		return [...sender.outputs, ...outputs.filter((output) => 'failure' in output)];
	}

	/** @param wrong the number of outputs that are failures */
	hint(wrong: number): string {
		const actions = [...new Set(this.planned.map(({ action }) => action))];
		const parts = actions.map((action) => {
			const those = this.planned.filter((planned) => planned.action === action);
			const [one, many, done] = WORDS[action] ?? ['request', 'requests', 'sent'];
			const sums = sumsOf(those);
			const over = sums ? ` over ${sums}` : '';
			return `${those.length} ${those.length === 1 ? one : many}${over} would be ${done}`;
		});
		const mistakes = wrong > 0 ? ` ${wrong} ${wrong === 1 ? 'has' : 'have'} a mistake.` : '';
		return `Dry run, nothing was sent: ${parts.join(', ') || 'nothing would be sent'}.${mistakes}`;
	}
}
