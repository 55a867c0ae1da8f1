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

describe('deliveryHints', () => {
	const first = (count: number) => Array.from({ length: count }, (_, i) => i);
	const IN_DOUBT = 'has an unknown outcome: check in the PayTR panel before sending again.';
	const FIRST_20 = '1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20';

	it.each<[string, ItemOutput[][], string[], Array<[string, number[]]>?]>([
		['nothing of a batch that went well', [[sent], [sent, sent]], []],
		['what was not accepted', [[failed('invalid')]], ['1 of 1 message was not accepted.']],
		['of how many', [[sent], [failed('rejected')]], ['1 of 2 messages was not accepted.']],
		[
			'outputs, not items',
			[[failed('invalid'), failed('notSent')], [sent]],
			['2 of 3 messages were not accepted.'],
		],
		['what is in doubt', [[failed('unknown')]], [`1 ${IN_DOUBT}`]],
		[
			'what was in doubt before',
			[[inDoubt], [failed('unknown')]],
			['2 have an unknown outcome: check in the PayTR panel before sending again.'],
		],
		['what was skipped', [[alreadySent]], ['1 message skipped: sent before.']],
		[
			'each remark once, with its items',
			[[sent]],
			[
				'No link in the text. (row 4)',
				'No phone. (rows 1, 3)',
				`Title. (rows ${FIRST_20})`,
				`Long title. (rows ${FIRST_20} and 2 more)`,
			],
			[
				['No link in the text.', [3]],
				['No phone.', [0, 2]],
				['Title.', first(20)],
				['Long title.', first(22)],
			],
		],
		[
			'all of it in a fixed order',
			[[failed('rejected'), failed('unknown'), alreadySent, alreadySent]],
			[
				'1 of 4 messages was not accepted.',
				`1 ${IN_DOUBT}`,
				'2 messages skipped: sent before.',
				'A remark. (row 2)',
			],
			[['A remark.', [1]]],
		],
	])('says %s', (_, items, expected, remarks = []) => {
		expect(deliveryHints(tallyOf(...items), DELIVERY, new Map(remarks))).toEqual(expected);
	});
});
