import type { Context, Verdict } from '../service';
import type { Fields, JsonObject } from '../types';
import { refusal } from './refusals';

/**
 * Every user has these two cards until they are deleted. A user whose utoken begins with EMPTY has
 * no cards.
 */
const CARDS = [
	{ ctoken: 'card1', last_4: '4358', schema: 'VISA', initial: '4' },
	{ ctoken: 'card2', last_4: '0008', schema: 'MASTERCARD', initial: '5' },
];

const keyOf = (utoken: string, ctoken: string) => `${utoken} ${ctoken}`;

function cardsOf(utoken: string, { store }: Context) {
	if (/^EMPTY/i.test(utoken)) return [];
	return CARDS.map((card) => ({ ...card, ctoken: `${utoken}-${card.ctoken}` })).filter(
		({ ctoken }) => !store.deletedCards.has(keyOf(utoken, ctoken)),
	);
}

/** Lists the cards without a status. The JSON is empty if there are no cards. */
export function listCards(_service: string, { utoken }: Fields, context: Context): Verdict {
	const cards = cardsOf(utoken, context).map((card) => ({
		...card,
		require_cvv: '0',
		month: '12',
		year: '30',
		c_bank: 'Sandbox Bankası',
		c_name: 'AYŞE YILMAZ',
		c_brand: 'world',
		c_type: 'credit',
		businessCard: 'n',
	}));
	const numbered: JsonObject = Object.fromEntries(
		cards.map((card, index) => [String(index), card]),
	);
	return { accepted: true, answer: context.answers().cardList === 'array' ? cards : numbered };
}

export function deleteCard(service: string, fields: Fields, context: Context): Verdict {
	const { utoken, ctoken } = fields;
	if (!cardsOf(utoken, context).some((card) => card.ctoken === ctoken)) {
		return refusal(service, fields, 'Kart yok veya daha önce silinmiş', {
			detail: `no card ${ctoken} of user ${utoken}`,
		});
	}
	context.store.deletedCards.add(keyOf(utoken, ctoken));
	context.store.changed();
	return { accepted: true, answer: { status: 'success' } };
}
