/** A PNG of one pixel. Replaces a QR code, which contains the link. */
export const PIXEL =
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** The spellings of a value in JSON, including PHP's with escaped slashes and non-ASCII letters. */
function spellings(value: string): string[] {
	const unicode = value.replace(
		/[^\x20-\x7e]/g,
		(letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
	const all = [value, unicode, unicode.replaceAll('/', '\\/'), encodeURIComponent(value)];
	return [...new Set(all)];
}

/** Patterns for e-mail addresses, phones, accounts, IP addresses, cards and signatures. */
const PATTERNS: Array<[RegExp, string]> = [
	[/iVBORw0KGgo[A-Za-z0-9+/=\\]{40,}/g, PIXEL],
	// A signature: base64 or hexadecimal of 32 bytes.
	[/(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{43}=(?!=)/g, 'SIGNATURE'],
	[/(?<![\da-f])[\da-f]{64}(?![\da-f])/gi, 'SIGNATURE'],
	[/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, 'someone@example.com'],
	[/\bTR\d{2}[ \d]{20,30}\d\b/g, 'TR000000000000000000000000'],
	[/(?<!\d)((?:\+|00)?90|0)?5\d{9}(?!\d)/g, '$15000000000'],
	[/(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g, '203.0.113.1'],
	[/\b\d{4,6}[*xX]{4,}\d{4}\b/g, '000000******0000'],
];

/** Removes values of a person or a store from a text. */
export class Blanker {
	/** The placeholder for each value. */
	private readonly values = new Map<string, string>();

	/** Ignores values shorter than three characters, because they also occur in other text. */
	add(value: string, placeholder: string): void {
		if (value.length >= 3) this.values.set(value, placeholder);
	}

	blank(text: string): string {
		// Longest first, because one value may be part of another.
		const known = [...this.values].sort(([a], [b]) => b.length - a.length);
		let blanked = text;
		for (const [value, placeholder] of known) {
			for (const spelling of spellings(value)) {
				const whole = /^\d+$/.test(value) ? '(?<!\\d)#(?!\\d)' : '#';
				const pattern = new RegExp(whole.replace('#', escaped(spelling)), 'gi');
				blanked = blanked.replace(pattern, placeholder);
			}
		}
		for (const [pattern, placeholder] of PATTERNS) {
			blanked = blanked.replace(pattern, placeholder);
		}
		return blanked;
	}

	/**
	 * The known values that a text still contains, in any JSON spelling.
	 * @returns their placeholders, never the values
	 */
	left(text: string): string[] {
		const plain = text
			.replace(/\\u([\da-f]{4})/gi, (_all, code: string) => String.fromCharCode(parseInt(code, 16)))
			.replaceAll('\\/', '/')
			.toLowerCase();
		return [...this.values]
			.filter(([value]) => {
				const at = escaped(value.toLowerCase());
				return new RegExp(/^\d+$/.test(value) ? `(?<!\\d)${at}(?!\\d)` : at).test(plain);
			})
			.map(([, placeholder]) => placeholder);
	}
}
