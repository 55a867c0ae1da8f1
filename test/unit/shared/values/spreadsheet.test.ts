import { hasLostDigits } from '../../../../nodes/shared/values/spreadsheet';

it.each([
	2 ** 53,
	-(2 ** 53),
	NaN,
	Infinity,
	'2E+13',
	'-2E+13',
	'2,026E+13',
	'2.02612E+09',
	' 2E+13 ',
])('%j has lost digits', (given) => expect(hasLostDigits(given)).toBe(true));

it.each([
	...[2 ** 53 - 1, -(2 ** 53 - 1), 12.5, 0, '20260000000012345', '', null],
	...['1E5', '2e+13', '12E+13', '2E+1', '2E+133', 'A2E+13', '2,E+13', '2E+13x', '2,a6E+13'],
])('%j has not lost digits', (given) => expect(hasLostDigits(given)).toBe(false));
