import type { IDataObject } from 'n8n-workflow';
import { ON_UNKNOWN_OUTCOME } from '../../../shared/delivery/options';
import type { ItemOutput, Sender, SkipReason, StepResult } from '../../../shared/delivery/plan';
import type { Failure } from '../../../shared/result';
import type { Channel, Message } from '../../notifications';

/** The name of each channel in a sentence, and the operation that sends by it. */
const WORDS = {
	email: { by: 'by e-mail', operation: "'Send Email'" },
	sms: { by: 'by SMS', operation: "'Send SMS'" },
} as const;

const wordsOf = (list: Array<{ channel: Channel }>, word: 'by' | 'operation') =>
	list.map(({ channel }) => WORDS[channel][word]).join(' and ');

type Failed = Extract<StepResult<IDataObject>, { state: 'failed' }>;

export interface MessageFailure {
	channel: Channel;
	failure: Failure;
}

/** Creating a link contacts nobody. After an unknown outcome, the only risk is a second link. */
export function linkFailure({ failure, isEarlier }: Failed): Failure {
	if (failure.outcome !== 'unknown') return failure;
	return {
		...failure,
		description: isEarlier
			? `Look in the PayTR panel whether the link exists. Then run the workflow again with '${ON_UNKNOWN_OUTCOME.displayName}' set to 'Send Again' if it does not, or to 'Treat as Sent' if it does.`
			: 'Check in the PayTR panel whether the link exists before creating it again, or there may be two.',
	};
}

/** The failure if the link was created but a message was not sent. It includes the link. */
export function messageFailure(
	{ linkId, link }: { linkId: string; link: string },
	notifications: IDataObject[],
	failures: MessageFailure[],
): Failure {
	// A message with an unknown outcome takes precedence, because sending it again may contact the
	// customer twice.
	const isDoubtful = ({ failure }: MessageFailure) => failure.outcome === 'unknown';
	const [first, ...others] = [
		...failures.filter(isDoubtful),
		...failures.filter((one) => !isDoubtful(one)),
	];
	const sentence = (one: MessageFailure) =>
		`it was ${isDoubtful(one) ? 'perhaps ' : ''}not sent ${wordsOf([one], 'by')}: ${one.failure.message}`;
	return {
		...first.failure,
		message: `The link ${link || linkId} was created, but ${[first, ...others].map(sentence).join('; ')}`,
		description: `${first.failure.description} Use ${wordsOf(failures, 'operation')} with this link; a retry of this execution does not create a second one.`,
		data: { linkId, link, notifications },
	};
}

/**
 * The result if an earlier execution created the link. This execution doesn't know the link's ID.
 */
export async function skipped(
	sender: Sender,
	messages: Message[],
	reason: SkipReason,
	name: string,
): Promise<ItemOutput> {
	const earlier = await Promise.all(messages.map(({ channel }) => sender.earlier(channel)));
	const missing = messages.filter((_, i) => earlier[i] !== 'sent');
	if (reason === 'unknownOutcome' || !missing.length) {
		return { json: { skipped: true, reason, name } };
	}
	if (earlier.includes('unknown')) {
		if (sender.treatsUnknownAsSent) {
			return { json: { skipped: true, reason: 'unknownOutcome', name } };
		}
		const perhaps = wordsOf(
			messages.filter((_, i) => earlier[i] === 'unknown'),
			'by',
		);
		return {
			failure: {
				outcome: 'unknown',
				provider: 'PayTR',
				message: `The link was created in an earlier execution, but it is not known whether it was sent ${perhaps}`,
				description: `Look in the PayTR panel. If it was sent, run the workflow again with '${ON_UNKNOWN_OUTCOME.displayName}' set to 'Treat as Sent'. If not, send the link with ${wordsOf(missing, 'operation')}.`,
			},
		};
	}
	return {
		failure: {
			outcome: 'notSent',
			provider: 'PayTR',
			message: `The link was created in an earlier execution, but it was not sent ${wordsOf(missing, 'by')}`,
			description: `Take the link from that execution or from the PayTR panel, and send it with ${wordsOf(missing, 'operation')}.`,
		},
	};
}
