/** The services of PayTR that this node calls, as paths below the credential's Base URL. */
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

/** Seconds; PayTR's own samples wait this long on the link services. */
export const TIMEOUT_SECONDS = 20;
