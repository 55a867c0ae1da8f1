import { countOf, deliveryHints, type Tally } from '../../../../nodes/shared/delivery/hints';
import type { ItemOutput } from '../../../../nodes/shared/delivery/plan';
import type { Outcome } from '../../../../nodes/shared/result';

const failed = (outcome: Outcome): ItemOutput => ({
	failure: { outcome, message: '', description: '' },
});
const sent: ItemOutput = { json: { success: true } };
const alreadySent: ItemOutput = { json: { skipped: true, reason: 'alreadySent' } };
const inDoubt: ItemOutput = { json: { skipped: true, reason: 'unknownOutcome' } };

function tallyOf(...items: ItemOutput[][]): Tally {
	const tally: Tally = { outputs: 0, failed: 0, notAccepted: 0, unknown: 0, skipped: 0 };
	items.forEach((outputs) => countOf(tally, outputs));
	return tally;
}

const DELIVERY = { provider: 'PayTR', unit: 'message' } as const;

const hints = (items: ItemOutput[][], remarks = new Map<string, number[]>()) =>
	deliveryHints(tallyOf(...items), DELIVERY, remarks);

describe('countOf', () => {
	it('counts outputs, not items', () => {
		expect(tallyOf([sent, failed('rejected')], [], [sent])).toEqual({
			outputs: 3,
			failed: 1,
			notAccepted: 1,
			unknown: 0,
			skipped: 0,
		});
	});

	it('tells what was not accepted from what is in doubt, failed or skipped', () => {
		expect(
			tallyOf([
				failed('invalid'),
				failed('notSent'),
				failed('rejected'),
				failed('unknown'),
				inDoubt,
				alreadySent,
				sent,
			]),
		).toEqual({ outputs: 7, failed: 4, notAccepted: 3, unknown: 2, skipped: 1 });
	});
});

describe('deliveryHints', () => {
	it('says nothing of a batch that went well', () => {
		expect(hints([[sent], [sent, sent]])).toEqual([]);
	});

	it('counts what was not accepted', () => {
		expect(hints([[sent], [failed('rejected')]])).toEqual(['1 of 2 messages was not accepted.']);
		expect(hints([[failed('invalid')]])).toEqual(['1 of 1 message was not accepted.']);
		expect(hints([[failed('invalid'), failed('notSent')], [sent]])).toEqual([
			'2 of 3 messages were not accepted.',
		]);
	});

	it('asks to look up what is in doubt', () => {
		expect(hints([[failed('unknown')]])).toEqual([
			'1 has an unknown outcome: check in the PayTR panel before sending again.',
		]);
		expect(hints([[inDoubt], [failed('unknown')]])).toEqual([
			'2 have an unknown outcome: check in the PayTR panel before sending again.',
		]);
	});

	it('counts what was skipped', () => {
		expect(hints([[alreadySent]])).toEqual(['1 message skipped: sent in an earlier execution.']);
		expect(hints([[alreadySent, alreadySent]])).toEqual([
			'2 messages skipped: sent in an earlier execution.',
		]);
	});

	it('gives each remark once, with its items', () => {
		const remarks = new Map([
			['No link in the text.', [3]],
			['No phone.', [0, 2]],
			['Title.', Array.from({ length: 20 }, (_, i) => i)],
			['Long title.', Array.from({ length: 22 }, (_, i) => i)],
		]);
		expect(hints([[sent]], remarks)).toEqual([
			'No link in the text. (item 3)',
			'No phone. (items 0, 2)',
			'Title. (items 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19)',
			'Long title. (items 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 and 2 more)',
		]);
	});

	it('gives all of it in a fixed order', () => {
		expect(
			hints([[failed('rejected'), failed('unknown'), alreadySent]], new Map([['A remark.', [1]]])),
		).toEqual([
			'1 of 3 messages was not accepted.',
			'1 has an unknown outcome: check in the PayTR panel before sending again.',
			'1 message skipped: sent in an earlier execution.',
			'A remark. (item 1)',
		]);
	});
});
