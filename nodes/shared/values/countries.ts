/**
 * The possible number lengths of each calling code, for landlines and mobiles (libphonenumber's
 * metadata). No code begins with another code, so the first match is the country.
 */
const LENGTHS: ReadonlyArray<readonly [lengths: string, codes: string]> = [
	['4 5', '290'],
	['4 5 6 7', '690'],
	['4 5 6 7 8 9 10 11', '352'],
	['4 5 6 7 8 9 10 11 12 13', '43'],
	['4 7', '683'],
	['5', '247 500 682'],
	['5 6 7', '688'],
	['5 6 7 8 9', '27'],
	['5 6 7 8 9 10', '358'],
	['5 6 7 8 9 10 11 12 13 14 15', '49'],
	['5 6 7 10', '685'],
	['5 6 8 9 10', '82'],
	['5 7', '676 677 678'],
	['5 8', '686'],
	['6', '298 299 672 681 687'],
	['6 7', '597'],
	['6 7 8 9', '252 359'],
	['6 7 8 9 10', '880 95'],
	['6 7 8 9 10 11 12', '39'],
	['6 7 8 10', '53'],
	['6 7 9', '421'],
	['6 7 10', '98'],
	['6 8 9 10', '63'],
	['6 9', '376 40 508'],
	['7', '238 239 246 248 269 291 297 501 592 673 674 679 680 691 692 960'],
	['7 8', '230 241 267 372 507 599 670 675 961 975'],
	['7 8 9', '231 254 46 595 967'],
	['7 8 9 10', '243 353'],
	['7 8 9 10 11', '86'],
	['7 8 9 10 11 12', '381 62'],
	['7 9', '220 265 354 423 48'],
	[
		'8',
		'216 222 223 226 227 228 232 235 236 253 257 266 268 350 356 357 370 371 373 374 382 386 389 45 47 502 503 504 505 506 509 591 598 65 689 852 853 965 968 973 974 993',
	],
	['8 9', '213 224 250 258 264 32 355 36 377 385 387 51 593 66 855 886 962 963 970 971'],
	['8 9 10', '20 60 64 856 964 976'],
	['8 9 10 11 12', '383'],
	['8 9 11 12', '972'],
	['8 10', '378 57 850 977'],
	[
		'9',
		'211 212 218 221 233 237 240 242 244 245 249 251 255 256 260 261 262 263 33 34 351 375 380 41 420 56 590 594 596 61 93 94 966 992 994 995 996 998',
	],
	['9 10', '44 81 84 92'],
	['9 11', '31'],
	['10', '1 225 229 234 30 52 58 7 90 91'],
	['10 11', '54 55'],
];

/** The number lengths of a calling code. Undefined if there is no such code. */
const lengthsBehind = (code: string): string[] | undefined =>
	LENGTHS.find(([, codes]) => codes.split(' ').includes(code))?.[0].split(' ');

/**
 * Countries whose numbers keep a leading 0 after the calling code. In other countries this 0 is the
 * trunk prefix.
 */
const LEADING_ZERO = /^(?:225|226|229|241|242|247|250(?=06)|378|39|992)/;

/** The trunk prefix for calls within the country: 0, or 06 in Hungary. */
const trunkOf = (code: string) => (code === '36' ? /^06/ : /^0/);

/** The maximum number of digits of an international number, including its calling code (E.164). */
const LONGEST = 15;

/**
 * A number after + or 00, as people dial it from abroad. Its calling code exists, its length fits
 * the country, and the 0 of +49 (0)170 … is removed.
 */
export function dialled(digits: string): string | undefined {
	const code = [1, 2, 3].map((length) => digits.slice(0, length)).find(lengthsBehind);
	if (code === undefined) return undefined;
	const number = digits.slice(code.length);
	const keepsZero = LEADING_ZERO.test(digits);
	const national = keepsZero ? number : number.replace(trunkOf(code), '');
	if (national.startsWith('0') && !keepsZero) return undefined;
	const full = code + national;
	const isLength = lengthsBehind(code)?.includes(String(national.length));
	return isLength && full.length <= LONGEST ? full : undefined;
}
