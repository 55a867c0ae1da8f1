import { payfullMessage, payfullSignature } from '../../../sandbox/signatures';
import payfullVectors from '../../vectors/payfull.json';
import paytrVectors from '../../vectors/paytr.json';
import { formFields, post, useSandbox } from './client';

const { merchant_id, merchant_key, merchant_salt } = paytrVectors.credentials;

const formOf = (inputs: object) => Object.fromEntries(formFields(inputs));

describe('signatures of the sandbox, against independent vectors', () => {
	const sandbox = useSandbox({
		credentials: {
			paytr: { merchantId: merchant_id, merchantKey: merchant_key, merchantSalt: merchant_salt },
		},
	});

	/**
	 * Without the vector of a payment notification. callbacks.test.ts checks how the sandbox signs
	 * it.
	 */
	const served = paytrVectors.vectors.filter(({ name }) => !name.includes('callback'));

	it.each(served)('PayTR $name: accepts only its own token', async ({ name, inputs, token }) => {
		const [, service] = name.split(' ');
		const url = `${sandbox.url}/odeme/api/link/${service}`;
		const fields = { ...formOf(inputs), merchant_id };
		await post(url, { ...fields, paytr_token: token });
		await post(url, { ...fields, paytr_token: token.toLowerCase() });
		const [right, wrong] = sandbox.state().requests;
		// The link doesn't exist, but the sandbox checks that only after the token.
		expect(right.code).not.toBe('003');
		expect(right.accepted).toBe(!name.includes('delete'));
		expect(wrong).toMatchObject({
			accepted: false,
			code: '003',
			reason: 'paytr_token gonderilmedi veya gecersiz',
		});
		expect(wrong.expectedMessage).toContain('‹merchant_salt›');
		expect(JSON.stringify(sandbox.state())).not.toContain(merchant_salt);
		expect(JSON.stringify(sandbox.state())).not.toContain(token);
	});

	it.each(payfullVectors)('Payfull $id: $note', ({ params, password, canonical, hash }) => {
		expect(payfullMessage(formOf(params))).toBe(canonical);
		expect(payfullSignature(canonical, password)).toBe(hash);
	});

	it('Payfull: sorts keys by bytes and ignores hash', () => {
		expect(payfullMessage({ b: '2', a_b: '1', aB: '33', hash: 'x', B: '4' })).toBe('142331112');
	});
});
