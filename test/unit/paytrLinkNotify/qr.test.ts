import { takeQr } from '../../../nodes/PaytrLinkNotify/actions/link/qr';

/** A PNG of one pixel. */
const PNG =
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
const ANSWER = { status: 'success', id: 'NB2Zlz3', link: 'https://www.paytr.com/link/NB2Zlz3' };

it.each(['qr', 'qr_code', 'qrCode', 'image'])('is taken from the field %s', (field) => {
	expect(takeQr({ ...ANSWER, [field]: PNG })).toEqual({ response: ANSWER, qr: PNG });
});

it('is taken out of a data URI', () => {
	expect(takeQr({ ...ANSWER, qr: `data:image/png;base64,${PNG}` })).toEqual({
		response: ANSWER,
		qr: PNG,
	});
});

it('is taken in lines, as some encoders break it', () => {
	const broken = PNG.replace(/.{60}/g, '$&\r\n');
	const { qr = '' } = takeQr({ ...ANSWER, qr: broken });

	expect(Buffer.from(qr, 'base64').equals(Buffer.from(PNG, 'base64'))).toBe(true);
});

it.each([
	['an address', 'https://www.paytr.com/qr/NB2Zlz3.png'],
	['a JPEG', 'data:image/jpeg;base64,/9j/4AAQSkZJRg=='],
	['text', 'A PNG begins with iVBORw0KGgo'],
	['nothing', ''],
	['a number', 1],
])('leaves the answer as it is when the field holds %s', (_what, value) => {
	const answer = { ...ANSWER, qr: value };
	expect(takeQr(answer)).toEqual({ response: answer });
});
