/** The PayTR services that this node calls, as paths relative to the credential's Base URL. */
export const SERVICE = {
	sendSms: '/odeme/api/link/send-sms',
	sendEmail: '/odeme/api/link/send-email',
	create: '/odeme/api/link/create',
	delete: '/odeme/api/link/delete',
	orderStatus: '/odeme/durum-sorgu',
	refund: '/odeme/iade',
	transactions: '/rapor/islem-dokumu',
	payouts: '/rapor/odeme-dokumu',
	payoutDetails: '/rapor/odeme-detayi',
} as const;

/** PayTR's limit for the e-mail services: "En fazla 100 karakter". */
export const EMAIL_MAX = 100;

/** Timeout in seconds. PayTR's own samples use it for the link services. */
export const TIMEOUT_SECONDS = 20;
