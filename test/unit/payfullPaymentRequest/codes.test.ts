import { CODES } from '../../../nodes/PayfullPaymentRequest/codes';

/** Codes of Payfull's table that a payment request or its credential test can cause. */
const OCCURRING = '01 02 03 04 05 06 07 20 21 28 31 33 36 37 38 40 42 100 101 102'.split(' ');

it('exactly the codes that can occur have a meaning and advice', () => {
	expect(Object.keys(CODES).sort()).toEqual([...OCCURRING].sort());
});

it.each(Object.entries(CODES))(
	'%s completes a sentence and tells what to do',
	(_, { meaning, fix }) => {
		expect(meaning).toMatch(/^[a-z].{10,}\w$/);
		expect(fix).toMatch(/^[A-Z].{10,}\.$/);
	},
);

it.each([
	['02', "'Language'"],
	['03', 'Üye İşyeri Adı'],
	['04', 'Üye İşyeri Şifresi'],
	['06', "'Amount'"],
	['07', "'Currency'"],
	['28', "'Email'"],
	['33', "'Phone'"],
	['36', "'Start Date'"],
	['38', "'Email'"],
	['100', 'Ayarlar > Api Hesapları'],
	['101', "'Client IP'"],
])('%s names the field, or the place in the Payfull panel: %s', (code, place) => {
	expect(CODES[code].fix).toContain(place);
});
