import fc from 'fast-check';

import { paytrToken } from '../../credentials/signing/paytr';
import { serviceAt } from '../../credentials/signing/services';
import {
	MERCHANT,
	nameOf,
	PAYTR_SERVICES,
	type PaytrService,
} from '../unit/credentials/signing/independent';
import { formsOf } from '../unit/credentials/signing/paytrForms';
import { refusalOf } from '../unit/credentials/signing/refusal';
import { runs } from '../unit/runs';

const { id, key, salt } = MERCHANT;

/**
 * Messages that are equal under PayTR's own signing rule, so the credential can't tell them apart.
 * The README lists these messages.
 */
const EQUAL = [
	['/odeme/durum-sorgu', '/odeme/taksit-oranlari', '/odeme/hesaptan-gonder'],
	['/rapor/islem-dokumu', '/odeme/geri-donen-transfer'],
	['/odeme/api/link/delete', '/odeme/api/bin-detail'],
	['/odeme/capi/list', '/odeme/capi/delete'],
];

const isEqualByRule = (a: PaytrService, b: PaytrService) =>
	EQUAL.some((group) => group.includes(a.path) && group.includes(b.path));

/** A pattern of all messages of a service. Each field has its required format. */
function messagePattern(service: PaytrService): RegExp {
	const { fields } = serviceAt(service.path, service.with ?? {});
	const parts = Object.entries(fields).map(([name, { pattern }]) => {
		if (name === 'merchant_id') return `(${id})`;
		if (service.with?.[name] !== undefined) return `(${service.with[name]})`;
		return `(${pattern.source.replace(/^\^(\(\?=[^)]*\))?|\$$/g, '').replaceAll('(?=.{2,39}$)', '')})`;
	});
	return new RegExp(`^${parts.join('')}$`, 'u');
}

const tokenOf = (path: string, form: Record<string, string>) => {
	try {
		return paytrToken(path, form, key, salt);
	} catch {
		return undefined;
	}
};

/** A form of the service whose joined fields equal this message. Undefined if no form does. */
function readAs(service: PaytrService, pattern: RegExp, message: string) {
	const parts = pattern.exec(message)?.slice(1);
	return parts && Object.fromEntries(service.fields.split(' ').map((name, i) => [name, parts[i]]));
}

it.each(PAYTR_SERVICES.map((service) => [nameOf(service), service] as const))(
	'no form of another service gets the token of %s',
	(_, victim) => {
		const pattern = messagePattern(victim);
		for (const attacker of PAYTR_SERVICES) {
			if (attacker === victim || isEqualByRule(attacker, victim)) continue;
			const names = attacker.fields.split(' ');
			fc.assert(
				fc.property(formsOf(attacker), (form) => {
					const read = readAs(victim, pattern, names.map((name) => form[name]).join(''));
					if (!read) return;
					// Both forms would get the same token, so the credential must reject at least one of
					// them.
					const tokens = [tokenOf(attacker.path, form), tokenOf(victim.path, read)];
					const isRefused = tokens.includes(undefined);
					expect({ by: nameOf(attacker), read, isRefused }).toMatchObject({ isRefused: true });
				}),
				runs(150),
			);
		}
	},
);

/** Real ambiguities that the formats and marks prevent. */
describe("a form that reads like another service's", () => {
	const [LINK, STATUS] = ['/odeme/api/link', '/odeme/durum-sorgu'];
	const created = {
		price: '1',
		currency: 'TL',
		max_installment: '1',
		link_type: 'flex',
		lang: 'tr',
	};
	const IBAN = 'TR330006100519786457841326';

	it.each<[string, string, Record<string, string>]>([
		['a refund: an order status', '/odeme/iade', { merchant_oid: 'ORDER', return_amount: '11' }],
		['an order number: a refund', STATUS, { merchant_oid: 'ORDER10.25' }],
		['a link ID that begins with the merchant: an order', `${LINK}/delete`, { id: `${id}ORDER1` }],
		['a link ID: an SMS', `${LINK}/delete`, { id: `AB${id}05551` }],
		['a link: two', `${LINK}/create`, { ...created, name: 'Masa1445TL7producttr5' }],
		['an e-mail: a link', `${LINK}/send-email`, { id: 'AB', email: '1445TL1collectiontrx@y.co' }],
		['an order number: a transfer', STATUS, { merchant_oid: `ORDERT1918Ali${IBAN}` }],
		['a card token: an order', '/odeme/capi/list', { utoken: `${id}ORDER1` }],
		['another merchant', STATUS, { merchant_id: `${id}A`, merchant_oid: 'ORDER1' }],
	])('is not signed: %s', (_, path, form) => {
		expect(tokenOf(path, { merchant_id: id, ...form })).toBeUndefined();
	});

	it('names the fields in the error', () => {
		const form = { merchant_id: id, id: `${id}ORDER1` };
		expect(refusalOf(() => paytrToken(`${LINK}/delete`, form, key, salt))).toMatchObject({
			message: "The fields 'id', 'merchant_id' together read like those of another PayTR service",
			description: expect.stringContaining('change one of them.') as string,
		});
	});

	it.each<[string, string, Record<string, string>]>([
		['an IBAN in the middle', STATUS, { merchant_oid: `${IBAN}A` }],
		['an order number like an SMS', STATUS, { merchant_oid: `A${id}05321234567` }],
		['an ID that ends in a phone', `${LINK}/delete`, { id: 'AB05123' }],
		['an ID with phone and merchant', `${LINK}/delete`, { id: `05321234567${id}ABCDE` }],
		['a name with the merchant', `${LINK}/create`, { ...created, name: `${id} Masa` }],
	])('is signed if it only looks similar: %s', (_, path, form) => {
		expect(tokenOf(path, { merchant_id: id, ...form })).toHaveLength(44);
	});
});
