/** 14990, TL → "149,90 TL": minor units in Turkish notation. */
export function formatMinor(minor: number, currency: string): string {
	const [whole, cents] = (minor / 100).toFixed(2).split('.');
	return `${whole.replace(/\B(?=(\d{3})+$)/g, '.')},${cents} ${currency}`;
}

/** 1445 → "14.45". */
export const major = (minor: number) => (minor / 100).toFixed(2);
