import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { failureItem, nodeError, resultItem } from '../../../nodes/shared/output';
import type { Failure } from '../../../nodes/shared/result';

const FACTS = {
	outcome: 'rejected',
	provider: 'PayTR',
	description: 'The link does not exist.',
	code: '003',
	reason: 'Geçersiz id.',
} as const;
const MESSAGE = 'PayTR refused: Geçersiz id.';
const data = { linkId: 'NB2Zlz3', channel: 'sms' };
const REJECTED: Failure = { ...FACTS, message: MESSAGE, attempts: undefined, data };
const DETAILS = { ...FACTS, linkId: 'NB2Zlz3', channel: 'sms' };

const NODE: INode = {
	id: '1',
	name: 'PayTR Link Notify',
	type: 'paytrLinkNotify',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

describe('failureItem', () => {
	it('has the form that n8n sends to the error output, linked to its input', () => {
		const item = failureItem(REJECTED, 7, false);
		const json = { error: MESSAGE, howToFix: FACTS.description, details: DETAILS };
		expect(item).toEqual({ json, pairedItem: { item: 7 } });
		expect(Object.keys(item.json)).toEqual(['error', 'howToFix', 'details']);
		expect(item.json.details).not.toHaveProperty('attempts');
	});

	it('carries a mark for the error output that copies of the item lack', () => {
		const item = failureItem(REJECTED, 0, true);
		expect(item.error).toEqual({ message: MESSAGE });
		expect(Object.keys(item)).toEqual(['json', 'pairedItem']);
		expect({ ...item }).not.toHaveProperty('error');
		expect(failureItem(REJECTED, 0, false)).not.toHaveProperty('error');
	});

	it('keeps falsy facts, and omits only missing values', () => {
		const { json } = failureItem({ ...REJECTED, retryAfter: 0, data: { name: '' } }, 0, false);
		expect(json.details).toMatchObject({ retryAfter: 0, name: '' });
	});
});

describe('columns of an earlier run', () => {
	const OLD = {
		...{ row: 7, success: true, skipped: true, reason: 'alreadySent', linkId: 'OLD' },
		...{ link: 'x', deleted: true, channel: 'sms', recipient: 'x', response: {} },
		...{ notifications: [], error: 'x', howToFix: 'x', details: {}, name: 'Ayşe' },
	};

	it('do not look like results of this run', () => {
		const sent = { success: true, linkId: 'NEW' };
		const own = { row: 7, name: 'Ayşe' };
		expect(resultItem({ json: sent }, 0, OLD).json).toEqual({ ...own, ...sent });
		const failed = { error: MESSAGE, howToFix: FACTS.description, details: DETAILS };
		expect(failureItem(REJECTED, 0, false, OLD).json).toEqual({ ...own, ...failed });
	});

	it('are distinguished from a link that this run’s row contains', () => {
		const row = { link: 'NB2Zlz3', channel: 'VIP' };
		expect(failureItem(REJECTED, 0, false, row).json).toMatchObject(row);
		expect(resultItem({ json: { success: true } }, 0, row).json).toMatchObject(row);
		expect({ ...row, ...failureItem(REJECTED, 0, true, row).json }).toMatchObject(row);
	});

	it('are overwritten at the error output, where n8n merges the input in', () => {
		const merged = { ...OLD, ...failureItem(REJECTED, 0, true, OLD).json };
		expect(JSON.parse(JSON.stringify(merged))).toEqual({
			...{ row: 7, name: 'Ayşe', error: MESSAGE, howToFix: FACTS.description, details: DETAILS },
		});
		expect(Object.keys(failureItem(REJECTED, 0, true, { row: 7 }).json)).toEqual([
			'error',
			'howToFix',
			'details',
		]);
	});

	it('with other names are never overwritten by the name of a skipped item', () => {
		const skipped = { skipped: true, reason: 'alreadySent', name: 'Product' };
		expect(resultItem({ json: skipped }, 0, OLD).json).toEqual({
			...{ row: 7, name: 'Ayşe', skipped: true, reason: 'alreadySent' },
		});
		expect(resultItem({ json: skipped }, 0).json).toEqual(skipped);
	});
});

describe('nodeError', () => {
	it.each([
		['rejected', NodeApiError],
		['notSent', NodeApiError],
		['unknown', NodeApiError],
		['invalid', NodeOperationError],
	] as const)('is an item error for the outcome %s, with the facts as data', (outcome, kind) => {
		const error = nodeError(NODE, { ...REJECTED, outcome }, 3);
		expect(error).toBeInstanceOf(kind);
		expect(error).toMatchObject({ message: MESSAGE, description: FACTS.description });
		expect(error.context.itemIndex).toBe(3);
		expect(error.context.data).toEqual({ ...DETAILS, outcome });
		if (kind === NodeApiError) expect(error).toHaveProperty('httpCode', '003');
	});

	it.each([
		'PayTR could not be reached, nothing was sent (ECONNREFUSED)',
		'PayTR could not be reached, nothing was sent (ENOTFOUND)',
		'PayTR did not answer within 20 seconds (ETIMEDOUT)',
	])('keeps its own message where n8n has another one: %s', (message) => {
		const code = /\((\w+)\)/.exec(message)?.[1];
		const error = nodeError(NODE, { ...REJECTED, outcome: 'notSent', message, code }, 0);
		expect(error).toMatchObject({ message, description: FACTS.description });
	});
});
