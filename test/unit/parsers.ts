import { messageText, smsText } from '../../nodes/PayfullPaymentRequest/tags';
import { clientIp } from '../../nodes/PayfullPaymentRequest/values';
import { linkId, linkIds } from '../../nodes/PaytrLinkNotify/linkId';
import { callbackId, callbackLink, expiryDate } from '../../nodes/PaytrLinkNotify/values';
import { deduplicationKey } from '../../nodes/shared/delivery/memory/messageKey';
import { currency } from '../../nodes/shared/values/currency';
import { comingDayText, dayText } from '../../nodes/shared/values/date';
import { email } from '../../nodes/shared/values/email';
import { minorUnits } from '../../nodes/shared/values/money';
import { percent } from '../../nodes/shared/values/percent';
import { internationalPhone, turkishMobile } from '../../nodes/shared/values/phone';
import type { Parsed } from '../../nodes/shared/values/problem';
import {
	flag,
	oneOf,
	optional,
	readableText,
	text,
	textOfLength,
	wholeNumber,
	withDefault,
} from '../../nodes/shared/values/text';

/** All parsers of parameter values, for tests that apply to all of them. */
export const PARSERS: Record<string, (value: unknown) => Parsed<unknown>> = {
	turkishMobile,
	internationalPhone,
	minorUnits: (value) => minorUnits(value, 'TRY'),
	currency: currency('TRY', 'EUR'),
	percent: percent('1', '20'),
	dayText,
	comingDayText,
	email: email(20),
	text,
	readableText,
	deduplicationKey,
	textOfLength: textOfLength(4, 10),
	oneOf: oneOf('tr', 'en'),
	flag,
	wholeNumber: wholeNumber(1, 12),
	optional: optional(wholeNumber(2)),
	withDefault: withDefault('1', wholeNumber(2)),
	clientIp,
	messageText,
	smsText,
	linkId: linkId(),
	linkIds: linkIds(),
	callbackLink: callbackLink(),
	callbackId,
	expiryDate,
};
