import { ownAddress } from '../../credentials/signing/target';
import { email as emailReader } from '../../nodes/shared/values/email';
import { internationalPhone, turkishMobile } from '../../nodes/shared/values/phone';
import type { Parsed } from '../../nodes/shared/values/problem';
import { Blanker } from './blank';
import { signingClient, type CredentialData } from './client';
import { PayfullCheck } from './payfullCheck';
import { PaytrCheck } from './paytrCheck';
import type { Asker } from './terminal';

/** The timeout of the official clients. */
const PAYTR_TIMEOUT_MS = 90_000;
const PAYFULL_TIMEOUT_MS = 120_000;

/** Asks until the package's own parser accepts the value. Returns the parsed value. */
async function read(
	asker: Asker,
	id: string,
	question: string,
	parse: (value: unknown) => Parsed,
): Promise<string> {
	const given = await asker.text(id, question, {
		check(value) {
			const parsed = parse(value);
			return parsed.ok || `It ${parsed.error.message}. ${parsed.error.fix}`;
		},
	});
	const parsed = parse(given);
	return parsed.ok ? parsed.value : given;
}

/** Asks for the provider's address until the credential accepts it. */
async function address(asker: Asker, question: string, example: string, initial?: string) {
	return await asker.text('address', question, {
		initial,
		check(value) {
			try {
				ownAddress(value, 'Address', example);
				return true;
			} catch (error) {
				return error instanceof Error ? error.message : 'This is not a web address.';
			}
		},
	});
}

/** Registers the person's phone and e-mail address with the blanker, in all spellings. */
function own(blanker: Blanker, phone: string, email: string): void {
	blanker.add(phone, '05000000000');
	blanker.add(phone.replace(/^0+/, ''), '5000000000');
	blanker.add(email, 'someone@example.com');
}

function secrets(blanker: Blanker, data: CredentialData, names: string[]): void {
	for (const name of names) blanker.add(data[name], `[${name}]`);
}

/** Asks for PayTR's values one by one. Nothing is saved on disk. */
export async function askPaytr(asker: Asker): Promise<{ check: PaytrCheck; address: string }> {
	asker.say('From the PayTR panel, Destek & Kurulum > Entegrasyon Bilgileri:');
	const data = {
		merchantId: await asker.text('merchantId', 'Merchant ID (Mağaza No):'),
		merchantKey: await asker.secret('merchantKey', 'Merchant Key (Mağaza Parola):'),
		merchantSalt: await asker.secret('merchantSalt', 'Merchant Salt (Mağaza Gizli Anahtar):'),
		baseUrl: await address(asker, 'Base URL:', 'https://www.paytr.com', 'https://www.paytr.com'),
	};
	const person = {
		cellPhone: await read(asker, 'phone', 'Your own mobile phone:', turkishMobile),
		email: await read(asker, 'ownEmail', 'Your own e-mail address:', emailReader(100)),
	};
	const check = new PaytrCheck(asker, signingClient('PaytrApi', data, PAYTR_TIMEOUT_MS), person);
	own(check.blanker, person.cellPhone, person.email);
	secrets(check.blanker, data, ['merchantId', 'merchantKey', 'merchantSalt']);
	return { check, address: data.baseUrl };
}

/** Asks for Payfull's values one by one. Nothing is saved on disk. */
export async function askPayfull(asker: Asker): Promise<{ check: PayfullCheck; address: string }> {
	asker.say('From the Payfull panel, Ayarlar > Api Hesapları:');
	const data = {
		merchant: await asker.text('merchant', 'Merchant (Üye İşyeri Adı):'),
		password: await asker.secret('password', 'Password (Üye İşyeri Şifresi):'),
		apiUrl: await address(
			asker,
			'API URL, on your own subdomain:',
			'https://yourcompany.payfull.com/integration/api/v1',
		),
		clientIp: await asker.text('clientIp', 'Public IP address of this machine:'),
	};
	const person = {
		phone: await read(asker, 'phone', 'Your own mobile phone:', internationalPhone),
		email: await read(asker, 'ownEmail', 'Your own e-mail address:', emailReader()),
	};
	const client = signingClient('PayfullApi', data, PAYFULL_TIMEOUT_MS);
	const check = new PayfullCheck(asker, client, person);
	own(check.blanker, person.phone, person.email);
	secrets(check.blanker, data, ['merchant', 'password', 'clientIp']);
	check.blanker.add(new URL(data.apiUrl).host, 'yourcompany.payfull.com');
	return { check, address: data.apiUrl };
}
