import { invalid, itemReader, readForm, wrongExpression } from '../../../nodes/shared/fields';
import { email } from '../../../nodes/shared/values/email';
import { requiredText, text, wholeNumber } from '../../../nodes/shared/values/text';

const NAME = { name: 'name', displayName: 'Name' };
const EMAIL = { name: 'email', displayName: 'Recipient Email' };
const COUNT = { name: 'count', displayName: 'Count' };

const reader = (values: Record<string, unknown>) => itemReader((name) => values[name]);

describe('itemReader', () => {
	it('reads a parameter by its name and parses it', () => {
		const item = reader({ name: '  Ad ', count: '3' });
		expect(item.read(NAME, requiredText)).toBe('Ad');
		expect(item.value('count')).toBe('3');
		expect(item.problems).toEqual([]);
		expect(item.finish(() => 'all read')).toEqual({ ok: true, value: 'all read' });
	});

	it('records problems under the panel’s label, and continues reading', () => {
		const item = reader({ name: '', email: 'a@', count: 3 });
		expect(item.read(NAME, requiredText)).toBeUndefined();
		expect(item.read(EMAIL, email())).toBeUndefined();
		expect(item.read(COUNT, wholeNumber(1))).toBe('3');
		item.note(COUNT, { message: 'is more than the stock', fix: 'Use less.' });
		const made = jest.fn();
		expect(item.finish(made)).toEqual({
			ok: false,
			error: {
				outcome: 'invalid',
				message: "'Name' is empty",
				description:
					"Fill it in for this item. If the sheet has a value, check the column's name in the expression. Also: 'Recipient Email' is not an e-mail address: \"a@\". Use one address such as name@example.com, without a display name or anything else around it. Also: 'Count' is more than the stock. Use less.",
			},
		});
		expect(made).not.toHaveBeenCalled();
	});
});

describe('invalid', () => {
	it('describes a single problem without "also"', () => {
		expect(
			invalid([{ label: 'Name', problem: { message: 'is empty', fix: 'Fill it in.' } }]),
		).toEqual({ outcome: 'invalid', message: "'Name' is empty", description: 'Fill it in.' });
	});
});

describe('readForm', () => {
	const fields = {
		full_name: { property: NAME, parse: text },
		e_mail: { property: EMAIL, parse: email() },
		min_count: { property: COUNT, parse: wholeNumber(0) },
	};

	it('names the fields as the provider does', () => {
		const item = reader({ name: ' Ad ', email: 'a@b.co', count: 5 });
		expect(readForm(item, fields)).toEqual({ full_name: 'Ad', e_mail: 'a@b.co', min_count: '5' });
	});

	it('omits empty fields, but not a zero', () => {
		const item = reader({ name: ' ', email: 'a@b.co', count: 0 });
		expect(readForm(item, fields)).toEqual({ e_mail: 'a@b.co', min_count: '0' });
		expect(item.problems).toEqual([]);
	});

	it('omits invalid fields, and records all problems', () => {
		const item = reader({ name: ['a'], email: '', count: -1 });
		expect(readForm(item, fields)).toEqual({});
		expect(item.problems.map(({ label }) => label)).toEqual(['Name', 'Recipient Email', 'Count']);
	});
});

describe('wrongExpression', () => {
	it.each([
		[new Error('Referenced node is unexecuted'), 'Referenced node is unexecuted'],
		['not an object', 'not an object'],
	])('makes the item invalid, with the message of n8n: %s', (thrown, message) => {
		expect(wrongExpression(thrown)).toEqual({
			outcome: 'invalid',
			message,
			description: 'Correct the expression for this item.',
		});
	});
});
