import type { Refusal } from '../service';
import type { Fields } from '../types';

/** Payfull's codes that occur here, in both of its languages. */
const MESSAGES: Record<string, { en: string; tr: string }> = {
	'01': { en: 'Missing argument', tr: 'Eksik parametre' },
	'02': { en: 'Language must be tr or en', tr: 'Dil tr veya en olmalıdır' },
	'03': { en: 'Merchant name is wrong', tr: 'Üye işyeri adı hatalı' },
	'04': { en: 'Hash value is wrong', tr: 'Hash değeri hatalı' },
	'05': { en: 'Wrong type value', tr: 'type değeri hatalı' },
	'06': { en: 'Total value is wrong', tr: 'Toplam tutar hatalı' },
	'07': { en: 'Currency is wrong', tr: 'Para birimi hatalı' },
	'20': { en: 'Wrong set_param value', tr: 'set_param değeri hatalı' },
	'21': { en: 'Some parameters are wrong', tr: 'Bazı parametreler hatalı' },
	'22': { en: 'Payment failed', tr: 'Ödeme başarısız' },
	'28': { en: 'E-mail format is wrong', tr: 'E-posta formatı hatalı' },
	'29': { en: 'Identity number format is wrong', tr: 'Kimlik numarası formatı hatalı' },
	'31': { en: 'Invalid set operation', tr: 'Geçersiz set işlemi' },
	'33': { en: 'Phone format is wrong', tr: 'Telefon formatı hatalı' },
	'36': { en: 'Date format is wrong', tr: 'Tarih formatı hatalı' },
	'37': { en: 'Parameter value is wrong', tr: 'Parametre değeri hatalı' },
	'38': { en: 'E-mail format is wrong', tr: 'E-posta formatı hatalı' },
	'40': { en: 'Parameter format is wrong', tr: 'Parametre formatı hatalı' },
	'42': {
		en: 'This e-mail may not be used through the API',
		tr: 'Bu e-posta API üzerinden kullanılamaz',
	},
	'100': {
		en: 'IP address is not authorised for this API account',
		tr: 'IP adresi bu API hesabı için yetkili değil',
	},
	'101': { en: 'client_ip format is wrong', tr: 'client_ip formatı hatalı' },
	'102': {
		en: 'Installments are not supported for this customer',
		tr: 'Bu müşteri için taksit desteklenmiyor',
	},
};

/**
 * A refusal in Payfull's format and the request's language. `field` is appended to the message. For
 * an unknown code, the message says that the code is unknown.
 */
export function refusal(
	code: string,
	fields: Fields,
	more: Partial<Omit<Refusal, 'accepted' | 'answer' | 'code'>> & { field?: string } = {},
): Refusal {
	const { field, reason, ...rest } = more;
	const known = MESSAGES[code] ?? { en: `Refused (${code})`, tr: `Reddedildi (${code})` };
	const words = reason ?? known[fields.language === 'en' ? 'en' : 'tr'];
	const text = field === undefined ? words : `${words}: ${field}`;
	return {
		accepted: false,
		answer: { status: 0, ErrorMSG: text, ErrorCode: code },
		reason: text,
		code,
		...rest,
	};
}
