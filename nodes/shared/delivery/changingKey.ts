/** What gives another value in every run, whatever is done with it. */
const ALWAYS_NEW =
	/\$execution\.(?:id|resumeUrl|resumeFormUrl)\b|\bMath\.random\b|\brandomUUID\b|\bDate\.now\(\)/;

/** The present moment; what is read of it decides. */
const NOW = /\$now\b|\bDateTime\.(?:now|local|utc)\(\)|\bnew Date\(\)/g;

/** Leaves a moment a moment. */
const STAYS_A_MOMENT = /^(?:plus|minus|setZone|setLocale|toUTC|toLocal|reconfigure)$/;

/** A day or more of a moment. */
const DAY_OR_MORE =
	/^(?:toISODate|toISOWeekDate|toLocaleDateString|toDateString|day|weekday|weekNumber|weekYear|month|quarter|year|ordinal|(?:weekday|month)(?:Long|Short)|get(?:UTC)?(?:Date|Day|Month|FullYear))$/;

/** Functions that round to a day or longer, if their argument says so (`OF_A_DAY`). */
const ROUNDS = /^(?:startOf|endOf|beginningOf|endOfMonth|extract)$/;

const OF_A_DAY = /^\s*(?:["'](?:day|week|month|quarter|year)s?["']\s*)?$/;

const FORMATS = /^(?:toFormat|format)$/;

/** Luxon's tokens for less than a day; quoted text in a format is none. */
const TIME_TOKEN = /[SuHhmsatTfFxX]/;

/** An ISO text of which only the day is taken. */
const FIRST_TEN = /^\.(?:slice|substring|substr)\(0, ?(?:10|[1-9])\)|^\.split\(["']T["']\)\[0\]/;

const STEP = /^\s*\??\.\s*([A-Za-z]\w*)(?:\(([^()]*)\))?/;

function hasTime(format: string): boolean {
	const [, text] =
		/^\s*(?:"([^"]*)"|'((?:\\'|[^'])*)'|`([^`$]*)`)/.exec(format)?.filter(Boolean) ?? [];
	// What can't be read here is given the benefit of the doubt.
	return text !== undefined && TIME_TOKEN.test(text.replace(/\\?'[^']*'/g, ''));
}

/** Whether what is read of the present moment is less than a day. */
function isLessThanADay(code: string): boolean {
	let rest = code;
	for (;;) {
		const [step, name, argument = ''] = STEP.exec(rest) ?? [];
		if (step === undefined || name === undefined) return true;
		rest = rest.slice(step.length);
		if (DAY_OR_MORE.test(name)) return false;
		if (ROUNDS.test(name) && OF_A_DAY.test(argument)) return false;
		if (FORMATS.test(name)) return hasTime(argument);
		if (/^to(?:ISO|ISOString|JSON|String)$/.test(name)) return !FIRST_TEN.test(rest);
		if (!STAYS_A_MOMENT.test(name)) return true;
	}
}

/**
 * What in a key's expression gives another value in every run, so that nothing is ever recognized:
 * `$execution.id`, a random value, the present time. A day or a month of `$now` is fine.
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
