import { PER_KEY } from '../../../shared/delivery/sendOnce';
import type { Operation } from '../../../shared/operation';
import type { Form } from '../../../shared/fields';
import { ok } from '../../../shared/result';
import { paymentRequestHash, readPayfullAnswer } from '../../answer';
import { sendFields } from './send.fields';
import { readRequest } from './send.form';

const CHANNEL: Readonly<Record<string, string>> = { '0': 'email', '1': 'sms', '2': 'emailAndSms' };

/** Recipients by the selected channels. Fields of other channels contact nobody. */
const recipientOf = ({ via_email_sms: via, recipient_email, recipient_phone }: Form) =>
	[via === '1' ? '' : recipient_email, via === '0' ? '' : recipient_phone].join(' ');

const whatIsPaid = ({ title, currency, payment_free_amount, payment_item, quantity }: Form) => ({
	...{ title, currency, payment_free_amount, payment_item, quantity },
});

/**
 * The amount of the request. It is known only for a quantity of 1, because no document says how
 * Payfull totals higher quantities.
 */
const amountOf = ({ payment_free_amount: amount, quantity, currency }: Form) =>
	amount === undefined || (quantity ?? '1') !== '1' ? {} : { amount: Number(amount), currency };

export const send: Operation = {
	option: {
		name: 'Send',
		value: 'send',
		action: 'Send payment request',
		description: 'Send a one-time or recurring payment request by e-mail, SMS or both',
	},
	unit: 'payment request',
	sendOnce: PER_KEY,
	fields: sendFields,
	prepare({ reader }) {
		const { form, hints } = readRequest(reader);
		const { via_email_sms, recipient_email, recipient_phone } = form;
		const about = {
			channel: CHANNEL[via_email_sms],
			recipientEmail: recipient_email,
			...(recipient_phone === undefined ? {} : { recipientPhone: recipient_phone }),
		};
		return reader.finish(() => ({
			steps: ['send'],
			recipient: () => recipientOf(form),
			hints,
			async run(sender) {
				const result = await sender.send({
					name: 'send',
					path: '',
					form,
					about,
					identity: { ...about, ...whatIsPaid(form) },
					dryRun: { action: 'request', ...amountOf(form), value: { response: {} } },
					read(answer) {
						const response = readPayfullAnswer(answer);
						return response.ok ? ok({ response: response.value }) : response;
					},
				});
				const sent = result.about;
				if (result.state === 'failed') return [{ failure: { ...result.failure, data: sent } }];
				if (result.state === 'skipped') {
					return [{ json: { skipped: true, reason: result.reason, ...sent } }];
				}
				const hash = paymentRequestHash(result.value.response);
				const paymentRequest = hash === undefined ? {} : { paymentRequestHash: hash };
				return [{ json: { success: true, ...sent, ...paymentRequest, ...result.value } }];
			},
		}));
	},
};
