import { createHmac } from 'node:crypto';
import type { SandboxCredentials } from '../options';
import { paytrMessage, paytrSignature, sameText } from '../signatures';
import type { Fields } from '../types';

const SALT = '‹merchant_salt›';

function permutations(names: string[]): string[][] {
	if (names.length <= 1) return [names];
	return names.flatMap((name, index) =>
		permutations([...names.slice(0, index), ...names.slice(index + 1)]).map((rest) => [
			name,
			...rest,
		]),
	);
}

/**
 * Finds the mistake behind a wrong token. An HMAC can't be inverted, so this function tries common
 * mistakes. If a mistake produces exactly this token, its message was signed.
 * @returns the mistake and the messages with masked salt. The received message is known only if a
 * mistake explains the token
 */
export function explainToken(
	token: string,
	names: string[],
	fields: Fields,
	{ merchantKey, merchantSalt }: SandboxCredentials['paytr'],
): { expectedMessage: string; receivedMessage?: string; detail: string } {
	const expectedMessage = `${paytrMessage(names, fields, '')}${SALT}`;
	const order = names.join(' + ');
	const expected = `signed must be ${order} + merchant_salt`;
	const found = (receivedMessage: string, slip: string) => ({
		expectedMessage,
		receivedMessage,
		detail: `${slip}; ${expected}`,
	});
	const fits = (message: string, key = merchantKey) =>
		sameText(token, paytrSignature(message, key));
	const message = paytrMessage(names, fields, merchantSalt);
	const plain = paytrMessage(names, fields, '');

	if (fits(plain)) return found(plain, 'merchant_salt was left out');
	if (fits(merchantSalt + plain)) return found(SALT + plain, 'merchant_salt stands first');
	if (fits(paytrMessage(names, fields, merchantKey), merchantSalt)) {
		return found(`${plain}‹merchant_key›`, 'merchant_key and merchant_salt are swapped');
	}
	if (fits(message, merchantSalt)) return found(expectedMessage, 'the salt was used as the key');
	const hex = createHmac('sha256', merchantKey).update(message).digest('hex');
	if (sameText(token, hex)) return found(expectedMessage, 'the digest is hex, not base64');
	if (sameText(token, Buffer.from(hex).toString('base64'))) {
		return found(expectedMessage, 'the hex digest was base64-encoded, not the raw digest');
	}
	if (sameText(token.replaceAll(' ', '+'), paytrSignature(message, merchantKey))) {
		return found(expectedMessage, "the token's + was not percent-encoded");
	}
	const encoded = Object.fromEntries(
		Object.entries(fields).map(([key, value]) => [key, encodeURIComponent(value)]),
	);
	for (const name of names) {
		const others = names.filter((other) => other !== name);
		if (fits(paytrMessage(others, fields, merchantSalt))) {
			return found(`${paytrMessage(others, fields, '')}${SALT}`, `${name} was left out`);
		}
		const spoilt = { ...fields, [name]: `${fields[name] ?? ''}`.trim() };
		if (fits(paytrMessage(names, spoilt, merchantSalt))) {
			return found(
				`${paytrMessage(names, spoilt, '')}${SALT}`,
				`${name} was trimmed after the request was built: sign exactly what is posted`,
			);
		}
	}
	if (fits(paytrMessage(names, encoded, merchantSalt))) {
		return found(
			`${paytrMessage(names, encoded, '')}${SALT}`,
			'the fields were percent-encoded before signing',
		);
	}
	if (names.length <= 4) {
		for (const other of permutations(names)) {
			if (fits(paytrMessage(other, fields, merchantSalt))) {
				return found(
					`${paytrMessage(other, fields, '')}${SALT}`,
					`the order was ${other.join(' + ')}`,
				);
			}
		}
	}
	return {
		expectedMessage,
		detail:
			'no usual slip gives this token: merchant_key or merchant_salt is wrong, or the fields ' +
			`changed after signing; ${expected}`,
	};
}
