/** Expressions with a new value in every run, no matter what is done with it. */
const ALWAYS_NEW =
	/\$execution\.(?:id|resumeUrl|resumeFormUrl)\b|\bMath\.random\b|\brandomUUID\b|\bDate\.now\(\)/;

/** The current time. The part of it that is read decides whether the value changes. */
const NOW = /\$now\b|\bDateTime\.(?:now|local|utc)\(\)|\bnew Date\(\)/g;

/** Methods whose result is a point in time again. */
const STAYS_A_MOMENT = /^(?:plus|minus|setZone|setLocale|toUTC|toLocal|reconfigure)$/;

/** Parts of a date of a day or longer. */
const DAY_OR_MORE =
	/^(?:toISODate|toISOWeekDate|toLocaleDateString|toDateString|day|weekday|weekNumber|weekYear|month|quarter|year|ordinal|(?:weekday|month)(?:Long|Short)|get(?:UTC)?(?:Date|Day|Month|FullYear))$/;

/** Functions that round to a day or longer if their argument says this (`OF_A_DAY`). */
const ROUNDS = /^(?:startOf|endOf|beginningOf|endOfMonth|extract)$/;

const OF_A_DAY = /^\s*(?:["'](?:day|week|month|quarter|year)s?["']\s*)?$/;

const FORMATS = /^(?:toFormat|format)$/;

/** Luxon's tokens for less than a day. Quoted text in a format doesn't count. */
const TIME_TOKEN = /[SuHhmsatTfFxX]/;

/** Reads only the day of an ISO text. */
const FIRST_TEN = /^\.(?:slice|substring|substr)\(0, ?(?:10|[1-9])\)|^\.split\(["']T["']\)\[0\]/;

const STEP = /^\s*\??\.\s*([A-Za-z]\w*)(?:\(([^()]*)\))?/;

function hasTime(format: string): boolean {
	const read = /^\s*(?:"([^"]*)"|'((?:\\'|[^'])*)'|`([^`$]*)`)/.exec(format);
	const text = read?.slice(1).find(Boolean);
	// A format that can't be read here is accepted.
	return text !== undefined && TIME_TOKEN.test(text.replace(/\\?'[^']*'/g, ''));
}

/** Whether an expression reads less than a day of the current time. */
function isLessThanADay(code: string): boolean {
	let rest = code;
	for (;;) {
		const read = STEP.exec(rest);
		if (!read) return true;
		const [step, name, argument = ''] = read;
		rest = rest.slice(step.length);
		if (DAY_OR_MORE.test(name)) return false;
		if (ROUNDS.test(name) && OF_A_DAY.test(argument)) return false;
		if (FORMATS.test(name)) return hasTime(argument);
		if (/^to(?:ISO|ISOString|JSON|String)$/.test(name)) return !FIRST_TEN.test(rest);
		if (!STAYS_A_MOMENT.test(name)) return true;
	}
}

/**
 * The part of a key's expression that changes with every run, so that no item is ever recognized:
 * `$execution.id`, a random value, the current time. The day or the month of `$now` is fine.
 */
export function changingPart(raw: unknown): string | undefined {
	if (typeof raw !== 'string' || !raw.startsWith('=')) return undefined;
	for (const [part, code] of raw.matchAll(/\{\{([\s\S]*?)\}\}/g)) {
		if (ALWAYS_NEW.test(code)) return part;
		for (const { index, 0: now } of code.matchAll(NOW)) {
			if (isLessThanADay(code.slice(index + now.length))) return part;
		}
	}
	return undefined;
}
