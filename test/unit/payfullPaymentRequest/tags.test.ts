import { smsText } from '../../../nodes/PayfullPaymentRequest/tags';
import { problemOf, valueOf } from '../parsed';

describe('smsText', () => {
	it.each([
		'Sayin uye, aidatiniz 1.250/ay',
		'Son odeme 31.12.2099/23:59',
		'Adres: Ataturk Cad. No.12/5',
		'v1.2/3',
	])('rejects %j, which has no address for the payment', (given) => {
		expect(problemOf(smsText(given)).message).toBe(
			`has no [LINK] and no address to pay at: "${given}"`,
		);
	});

	it.each(['Öde: bit.ly/x', 'shop.ornek.com.tr/ode/1', 'http://1.2.3.4/x', '1.250/ay [LINK]'])(
		'accepts %j',
		(given) => expect(valueOf(smsText(given))).toBe(given),
	);

	it('rejects traces of a broken expression, and decodes entities', () => {
		expect(problemOf(smsText('Sayın undefined [LINK]')).message).toMatch(/^contains undefined,/);
		expect(valueOf(smsText('Çay &amp; Kahve [link]'))).toBe('Çay & Kahve [LINK]');
	});
});
