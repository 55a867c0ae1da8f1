/** The meaning of an ErrorCode, and what to do about it. */
export interface CodeMeaning {
	meaning: string;
	fix: string;
}

const RECHECK = 'Compare the fields of this item with what Payfull says.';

/** The ErrorCodes of Payfull's table that can occur here. Messages show other codes unchanged. */
export const CODES: Readonly<Record<string, CodeMeaning>> = {
	'01': { meaning: 'a required field is missing', fix: 'Fill in the field that Payfull names.' },
	'02': { meaning: 'the language must be tr or en', fix: "Choose 'Language' from its list." },
	'03': {
		meaning: 'the merchant name is wrong',
		fix: "Compare 'Merchant' in the Payfull API credential with Üye İşyeri Adı in the Payfull panel.",
	},
	'04': {
		meaning: 'the signature is wrong',
		fix: "Compare 'Password' in the Payfull API credential with Üye İşyeri Şifresi in the Payfull panel.",
	},
	'05': { meaning: 'the type of call is wrong', fix: RECHECK },
	'06': { meaning: 'the amount is wrong', fix: "Correct 'Amount' or 'Quantity'." },
	'07': {
		meaning: 'the currency or the amount is wrong',
		fix: "Choose a 'Currency' that your Payfull account may use.",
	},
	'20': { meaning: 'the kind of request is wrong', fix: RECHECK },
	'21': { meaning: 'some fields are wrong', fix: RECHECK },
	'28': { meaning: 'the e-mail address is wrong', fix: "Correct 'Email'." },
	'31': { meaning: 'this operation is not allowed', fix: RECHECK },
	'33': { meaning: 'the phone number is wrong', fix: "Correct 'Phone'." },
	'36': { meaning: 'a date is wrong', fix: "Correct 'Start Date' and 'End Date'." },
	'37': { meaning: 'the value of a field is wrong', fix: RECHECK },
	'38': { meaning: 'the e-mail address is wrong', fix: "Correct 'Email'." },
	'40': { meaning: 'the format of a field is wrong', fix: RECHECK },
	'42': {
		meaning: 'this e-mail address may not be used through the API',
		fix: "Use another 'Email', or ask Payfull to allow this one.",
	},
	'100': {
		meaning: 'the IP address is not authorised for this API account',
		fix: "Add the address of this n8n, and 'Client IP', to the allowed ones in the Payfull panel, under Ayarlar > Api Hesapları.",
	},
	'101': { meaning: 'the client IP is malformed', fix: "Correct 'Client IP'." },
	'102': {
		meaning: 'installments are not supported for this customer',
		fix: 'Ask Payfull which payments your account may request.',
	},
};
