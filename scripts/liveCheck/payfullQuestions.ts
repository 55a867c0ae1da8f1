/** Questions that no Payfull document answers, but that a merchant can answer. */
export const PAYFULL_QUESTIONS = {
	credentialCodes: 'Which ErrorCode tells a wrong password and an unknown merchant',
	ipChecked: 'Whether another client_ip is refused',
	ipFormat: 'A malformed client_ip',
	emptyValues: 'How an empty parameter is hashed',
	codePoints: 'Whether lengths are counted in code points',
	refusalStatus: 'HTTP status of a refusal',
	refusalCodes: 'ErrorCodes of refused requests',
	statusType: 'Type of status',
	hashAt: 'Where the answer holds paymentRequestHash',
	email: 'Whether an e-mail arrives',
	emailLink: 'Whether an e-mail without [LINK] in its text carries a link',
	vatRates: 'VAT rates that are taken',
	vatMeaning: 'What kdv 20 shows to the payer',
	titleLimit: 'A title of 60 bytes',
	sms: 'Whether an SMS arrives',
	smsWithoutPhone: 'An SMS without recipient_phone',
	transactionsList: 'Form of the list of transactions',
	transactionRows: 'Fields of a row in the list of transactions',
	delete: 'Answer to a deletion',
	repeatedDelete: 'Deleting what is deleted',
	deleteOfUnknown: 'Deleting what does not exist',
} as const;

export type PayfullQuestion = keyof typeof PAYFULL_QUESTIONS;
