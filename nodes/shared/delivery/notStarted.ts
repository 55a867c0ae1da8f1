import { messageOf, type Failure, type Provider } from '../result';
import { cancelledBefore } from '../transport';

/** The failure for an error that ended an item or a step before its request. */
export function notStarted(provider: Provider, error: unknown, signal?: AbortSignal): Failure {
	if (signal?.aborted) return cancelledBefore(provider);
	const reason = messageOf(error);
	return {
		outcome: 'notSent',
		provider,
		message: `Nothing was sent: 'Send Only Once' could not note the item in n8n's database (${reason})`,
		description: /too long/i.test(reason)
			? 'Its memory is full: on MySQL and MariaDB it holds about 2,400 messages. Use n8n with Postgres or SQLite, or a new copy of this node for what was never sent.'
			: 'Sending again is safe. Check the database of this n8n.',
	};
}
