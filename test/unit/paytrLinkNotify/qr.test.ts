import { takeQr } from '../../../nodes/PaytrLinkNotify/actions/link/qr';

/** A PNG of one pixel, and the beginning of another PNG. */
const PNG =
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
const OTHER = 'iVBORw0KGgoAAA==';
const ANSWER = { status: 'success', id: 'NB2Zlz3', link: 'https://www.paytr.com/link/NB2Zlz3' };

it.each<[string, object]>([
	['base64_qr', { base64_qr: PNG }],
	['qr', { qr: PNG }],
	['qr_code', { qr_code: PNG }],
	['a field of another name', { image: PNG }],
	['base64_qr before qr', { qr: OTHER, base64_qr: PNG }],
	['qr before qr_code', { qr_code: OTHER, qr: PNG }],
	['a known name before another', { image: OTHER, qr_code: PNG }],
	['the field that holds a PNG', { base64_qr: '', qr_code: PNG }],
	['a data URI', { qr: `data:image/png;base64,${PNG}` }],
])('takes the QR code from %s, and leaves no PNG in the answer', (_what, fields) => {
	const { base64_qr, ...rest } = { ...ANSWER, ...fields } as Record<string, string>;
	const left = base64_qr === '' ? { ...ANSWER, base64_qr } : ANSWER;
	expect(takeQr({ base64_qr, ...rest })).toEqual({ response: left, qr: PNG });
});

it('reads base64 with line breaks', () => {
	const { qr = '' } = takeQr({ ...ANSWER, qr: PNG.replace(/.{60}/g, '$&\r\n') });
	expect(Buffer.from(qr, 'base64').equals(Buffer.from(PNG, 'base64'))).toBe(true);
});

it.each([
	['an address', 'https://www.paytr.com/qr/NB2Zlz3.png'],
	['a JPEG', 'data:image/jpeg;base64,/9j/4AAQSkZJRg=='],
	['text', 'A PNG begins with iVBORw0KGgo'],
	['nothing', ''],
	['a number', 1],
])('does not change the answer if the field contains %s', (_what, value) => {
	const answer = { ...ANSWER, qr: value };
	expect(takeQr(answer)).toEqual({ response: answer });
});
