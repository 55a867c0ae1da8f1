import type { IDataObject } from 'n8n-workflow';

import { CONTINUE, engineOn, PAYFULL, received, REQUEST, SUBJECTS } from './support/providers';
import { useSandbox } from './support/sandbox';

const sandbox = useSandbox();

const PARAMETERS = {
	...REQUEST,
	viaEmailSms: '1',
	recipientEmail: 'gulsah@example.com',
	recipientPhone: '={{ $json.Telefon }}',
	title: '={{ $json["Açıklama"] ?? "Aidat" }}',
	paymentFreeAmount: '={{ $json.Tutar }}',
	additionalFields: {},
	endDate: '={{ $json["Son Gün"] }}',
	kdv: '={{ $json.KDV }}',
	smsText: 'Ödeme linkiniz: [LINK]',
};

const READ = {
	recipient_phone: '00905321234567',
	payment_free_amount: '1234.56',
	end_date: '31-12-2099',
	kdv: '20',
};

const run = async (row: IDataObject) =>
	await engineOn(sandbox).runNode(PAYFULL, PARAMETERS, [row], CONTINUE);

const hasPayfull = SUBJECTS.some(({ node }) => node === PAYFULL);

/** The rows are the output of "Extract from File" in n8n 2.40.7 and 1.123.81 for such files. */
(hasPayfull ? describe : describe.skip)('what n8n reads from a file', () => {
	it.each<[string, IDataObject]>([
		['.xlsx', { Telefon: 5321234567, Tutar: 1234.56, 'Son Gün': 73050, KDV: 0.2 }],
		['.xlsx with a zone', { Telefon: 5321234567, Tutar: 1234.56, 'Son Gün': 73050.5, KDV: 20 }],
		[
			'.ods',
			{ Telefon: '0532 123 45 67', Tutar: 1234.56, 'Son Gün': '2099-12-31T00:00:00.000Z', KDV: 20 },
		],
		[
			'.xls that is an HTML table, with RAW Data',
			{ Telefon: '05321234567', Tutar: '1.234,56', 'Son Gün': '31.12.2099', KDV: '%20' },
		],
		[
			'.csv with semicolons',
			{
				'\ufeffAd': 'x',
				Telefon: '05321234567',
				Tutar: '1.234,56',
				'Son Gün': '31.12.2099',
				KDV: '20',
			},
		],
	])('is sent unchanged from %s', async (_, row) => {
		const { json } = await run(row);

		expect(json).toMatchObject([{ success: true }]);
		expect(received(sandbox)).toMatchObject([READ]);
	});

	const GOOD = { Telefon: '05321234567', Tutar: '149,90', 'Son Gün': 73050, KDV: 20 };

	it.each<[string, IDataObject, string]>([
		[
			'.xlsx with a time of day',
			{ 'Son Gün': 73050.75 },
			'\'End Date\' is an Excel date serial number, not a date: "73050.75"',
		],
		[
			'.xls that is an HTML table, without RAW Data',
			{ Tutar: 1.23456 },
			'\'Amount\' has more than two decimals: "1.23456"',
		],
		[
			'.csv in windows-1254',
			{ Açıklama: 'Kas\ufffdm aidat\ufffd' },
			'\'Title\' contains U+FFFD, which a file in another encoding leaves in a text: "Kas\ufffdm aidat\ufffd"',
		],
		[
			'.xls that is an HTML table in windows-1254',
			{ Açıklama: 'Ay\u{a5810}aidat' },
			'\'Title\' contains U+A5810, which a file in another encoding leaves in a text: "Ay\u{a5810}aidat"',
		],
		[
			'.csv that is UTF-8, read in another encoding',
			{ Açıklama: 'Kas\u00c4\u00b1m' },
			'\'Title\' contains \u00c4\u00b1, which a file in another encoding leaves in a text: "Kas\u00c4\u00b1m"',
		],
	])('is rejected if it was damaged in %s', async (_, damaged, error) => {
		expect((await run({ ...GOOD, ...damaged })).json).toMatchObject([{ error }]);
		expect(received(sandbox)).toEqual([]);
	});
});
