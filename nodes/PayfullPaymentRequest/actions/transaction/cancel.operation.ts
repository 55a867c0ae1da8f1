import { shownAnswer } from '../../../shared/answer';
import type { Operation } from '../../../shared/operation';
import type { Failure } from '../../../shared/result';
import { readPayfullAnswer } from '../../answer';
import { transactionIdField, transactionNumber } from '../../records/panel';

/** A cancellation names a sale but no amount, so a second cancellation changes nothing. */
const mayRepeat = (failure: Failure): Failure =>
	failure.outcome === 'unknown'
		? { ...failure, description: 'Cancel it again: that gives nothing back twice.' }
		: failure;

const PERHAPS_NO_EFFECT =
	'Payfull answers success also when the day of the sale has ended and the cancellation has no effect. Check it in the Payfull panel, or refund instead.';

export const cancelTransaction: Operation = {
	option: {
		name: 'Cancel',
		value: 'cancel',
		action: 'Cancel transaction',
		description:
			'Cancel a sale on the day it was made. Later it has no effect, and Payfull still answers success: refund instead.',
	},
	unit: 'cancellation',
	fields: [transactionIdField],
	prepare({ reader }) {
		const transactionId = reader.read(transactionIdField, transactionNumber) ?? '';
		const about = { transactionId };
		return reader.finish(() => ({
			steps: [],
			async run(sender) {
				const result = await sender.send({
					name: 'cancel',
					path: '',
					form: { type: 'Cancel', transaction_id: transactionId },
					about,
					read: readPayfullAnswer,
				});
				if (result.state === 'failed') {
					return [{ failure: { ...mayRepeat(result.failure), data: about } }];
				}
				const response = result.state === 'delivered' ? shownAnswer(result.value) : {};
				return [{ json: { success: true, ...about, note: PERHAPS_NO_EFFECT, response } }];
			},
		}));
	},
};
