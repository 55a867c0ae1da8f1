import type { Failure, Provider } from '../result';
import { ON_UNKNOWN_OUTCOME } from './options';

/** How to clear up the unknown outcome of an earlier request. Only a person can do this. */
export function whatToDo(provider: Provider): string {
	const label = ON_UNKNOWN_OUTCOME.displayName;
	return `Look in the ${provider} panel, then run the workflow again with '${label}' set to 'Send Again' if it was not sent, or to 'Treat as Sent' if it was.`;
}

export const earlierUnknown = (provider: Provider): Failure => ({
	outcome: 'unknown',
	provider,
	message: 'An earlier request may have sent this already: its outcome is unknown',
	description: whatToDo(provider),
});
