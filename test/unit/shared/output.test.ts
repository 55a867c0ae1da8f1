import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { failureItem, nodeError } from '../../../nodes/shared/output';
import type { Failure } from '../../../nodes/shared/result';

const REJECTED: Failure = {
	outcome: 'rejected',
	provider: 'PayTR',
	message: 'PayTR refused: Geçersiz id.',
	description: 'The link does not exist.',
	code: '003',
	reason: 'Geçersiz id.',
	attempts: undefined,
	data: { linkId: 'NB2Zlz3', channel: 'sms' },
};

const DETAILS = {
	outcome: 'rejected',
	provider: 'PayTR',
	description: 'The link does not exist.',
	code: '003',
	reason: 'Geçersiz id.',
	linkId: 'NB2Zlz3',
	channel: 'sms',
};

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
		expect(item).toEqual({
			json: { error: 'PayTR refused: Geçersiz id.', details: DETAILS },
			pairedItem: { item: 7 },
		});
		expect(Object.keys(item.json)).toEqual(['error', 'details']);
		expect(item.json.details).not.toHaveProperty('attempts');
	});

	it('carries a mark for the error output that no copy of the item has', () => {
		const item = failureItem(REJECTED, 0, true);
		expect(item.error).toEqual({ message: 'PayTR refused: Geçersiz id.' });
		expect(Object.keys(item)).toEqual(['json', 'pairedItem']);
		expect({ ...item }).not.toHaveProperty('error');
		expect(failureItem(REJECTED, 0, false)).not.toHaveProperty('error');
	});

	it('keeps falsy facts, and leaves out only what has no value', () => {
		const { json } = failureItem({ ...REJECTED, retryAfter: 0, data: { name: '' } }, 0, false);
		expect(json.details).toMatchObject({ retryAfter: 0, name: '' });
	});
});

describe('nodeError', () => {
	it.each(['rejected', 'notSent', 'unknown'] as const)(
		'is an API error of the item for what is %s, with the facts as data',
		(outcome) => {
			const error = nodeError(NODE, { ...REJECTED, outcome }, 3);
			expect(error).toBeInstanceOf(NodeApiError);
			expect(error.message).toBe('PayTR refused: Geçersiz id.');
			expect(error.description).toBe('The link does not exist.');
			expect(error.context.itemIndex).toBe(3);
			expect(error.context.data).toEqual({ ...DETAILS, outcome });
			expect(error).toHaveProperty('httpCode', '003');
		},
	);

	it('is an operation error for what is invalid', () => {
		const error = nodeError(NODE, { ...REJECTED, outcome: 'invalid' }, 0);
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error.message).toBe('PayTR refused: Geçersiz id.');
		expect(error.description).toBe('The link does not exist.');
		expect(error.context.itemIndex).toBe(0);
		expect(error.context.data).toEqual({ ...DETAILS, outcome: 'invalid' });
	});

	it.each([
		'PayTR could not be reached, nothing was sent (ECONNREFUSED)',
		'PayTR could not be reached, nothing was sent (ENOTFOUND)',
		'PayTR did not answer within 20 seconds (ETIMEDOUT)',
	])('keeps its words where n8n has its own: %s', (message) => {
		const code = /\((\w+)\)/.exec(message)?.[1];
		const error = nodeError(NODE, { ...REJECTED, outcome: 'notSent', message, code }, 0);
		expect(error.message).toBe(message);
		expect(error.description).toBe('The link does not exist.');
	});
});
