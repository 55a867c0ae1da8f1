import type { Verdict } from '../service';
import type { Fields, JsonObject } from '../types';
import { fieldReason, refusal } from './refusals';

/** BIN lookup: any 6 or 8 digits belong to a made-up card. 000000 is an unknown BIN. */
export function binDetail(service: string, fields: Fields): Verdict {
	const { bin_number: bin } = fields;
	if (!/^\d{6}(\d{2})?$/.test(bin)) {
		return refusal(service, fields, fieldReason(service, 'bin_number'), {
			detail: 'bin_number: the first 6 or 8 digits of a card number',
		});
	}
	// An unknown BIN, for example of a foreign card, doesn't make the request invalid.
	if (/^0+$/.test(bin)) {
		return { accepted: true, answer: { status: 'failed', err_msg: 'bin bulunamadi' } };
	}
	return {
		accepted: true,
		answer: {
			status: 'success',
			cardType: 'credit',
			businessCard: 'n',
			bank: 'Sandbox Bankası',
			brand: 'world',
			schema: bin.startsWith('4') ? 'VISA' : 'MASTERCARD',
			bankCode: '999',
			allow_non3d: 'Y',
		},
	};
}

/** Installment rates: made-up percentages for two card families. */
export function installmentRates(service: string, fields: Fields): Verdict {
	if (fields.request_id.length > 32) {
		return refusal(service, fields, fieldReason(service, 'request_id'), {
			detail: 'request_id: at most 32 characters',
		});
	}
	const rates: JsonObject = {};
	for (let count = 2; count <= 12; count++)
		rates[`taksit_${count}`] = Number((count * 1.5).toFixed(2));
	return {
		accepted: true,
		answer: {
			status: 'success',
			request_id: fields.request_id,
			max_inst_non_bus: 12,
			oranlar: { world: rates, bonus: rates },
		},
	};
}
