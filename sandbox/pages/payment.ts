import { formatMinor } from '../money';
import { totalMinor } from '../payfull/tags';
import { passiveReason } from '../state';
import type { LinkRecord, PaymentRequestRecord } from '../types';
import { type Html, html } from './html';

const WORDS = {
	tr: {
		shop: 'Örnek Mağaza',
		pay: 'Öde',
		quantity: 'Adet',
		amount: 'Tutar (kuruş)',
		installments: 'Taksit',
		test: 'Test işlemi (test_mode=1)',
		left: 'adet kaldı',
		until: 'Son ödeme',
		paid: 'Ödemeniz alındı. Sipariş no:',
		unavailable: 'Bu link ile ödeme yapılamaz:',
		deleted: 'silinmiş',
		expired: 'süresi dolmuş',
		alreadyPaid: 'Bu link ödendi.',
		soldOut: 'Bu link ödendi: stok bitti.',
		unknown: 'Bu ID sandbox içinde oluşturulmadı; gönderimi yalnızca deneme için kabul edildi.',
		never: 'Sandbox: gerçek bir ödeme yapılmaz.',
	},
	en: {
		shop: 'Sample store',
		pay: 'Pay',
		quantity: 'Quantity',
		amount: 'Amount (minor units)',
		installments: 'Installments',
		test: 'Test payment (test_mode=1)',
		left: 'left',
		until: 'Payable until',
		paid: 'Paid. Order:',
		unavailable: 'This link takes no payment:',
		deleted: 'deleted',
		expired: 'expired',
		alreadyPaid: 'This link is paid.',
		soldOut: 'This link is paid: sold out.',
		unknown: 'This ID was not created in this sandbox. It can be sent as a test, but not paid.',
		never: 'Sandbox: no real payment is made.',
	},
};

type Words = (typeof WORDS)['tr'];

export interface PaymentPageState {
	/** The merchant_oid of the payment that was just made. */
	paid?: string;
	/** The reason why the last payment was refused. */
	refused?: string;
}

function frame(words: Words, inside: Html, { paid, refused }: PaymentPageState): Html {
	return html`<div class="pay">
		<div class="card">
			<span class="tag">${words.shop}</span>${inside}
			${paid && html`<div class="banner good">${words.paid} <code>${paid}</code></div>`}
			${refused && html`<div class="banner bad">${refused}</div>`}
		</div>
		<p class="foot">${words.never}</p>
	</div>`;
}

function wordsOf(lang: string | undefined): Words {
	return lang === 'en' ? WORDS.en : WORDS.tr;
}

/** A field that starts with its lowest value. */
const numberField = (label: string, name: string, min: number, max: number | null) =>
	html`<label
		>${label}<input name="${name}" type="number" min="${min}" max="${max}" value="${min}"
	/></label>`;

export function linkPage(link: LinkRecord, state: PaymentPageState): Html {
	const words = wordsOf(link.lang);
	const passive = passiveReason(link);
	const facts = [
		link.stock !== null && `${link.stock} ${words.left}`,
		link.expiry && `${words.until}: ${link.expiry}`,
	].filter(Boolean);
	const minimum = link.minCount ?? 1;
	const product = numberField(words.quantity, 'quantity', minimum, link.stock ?? 999);
	const flex = numberField(words.amount, 'amount', link.price, link.flexMaxPrice);
	const installments = numberField(words.installments, 'installments', 1, link.maxInstallment);
	const form = html`<form method="post">
		${link.linkType === 'product' && product}${link.linkType === 'flex' &&
		flex}${link.maxInstallment > 1 && installments}
		<label class="inline"><input name="testMode" type="checkbox" value="1" /> ${words.test}</label>
		<button>${words.pay}</button>
	</form>`;
	// Only payments reduce the stock.
	const closed =
		passive === 'sold out'
			? html`<div class="banner good">${words.soldOut}</div>`
			: passive && html`<div class="banner bad">${words.unavailable} ${words[passive]}</div>`;
	return frame(
		words,
		html`<h1>${link.name}</h1>
			<div class="amount">${formatMinor(link.price, link.currency)}</div>
			<p class="note">${facts.join(' · ')}</p>
			${closed || form}`,
		state,
	);
}

/** The page of a link ID that was sent but never created here. */
export function unknownLinkPage(id: string): Html {
	const words = WORDS.tr;
	return frame(
		words,
		html`<h1>Link ${id}</h1>
			<p class="note">${words.unknown}</p>`,
		{},
	);
}

export function requestPage(request: PaymentRequestRecord, state: PaymentPageState): Html {
	const { fields } = request;
	const words = wordsOf(fields.language);
	const open = !request.deleted && (!request.paid || request.recurring);
	const closed = request.deleted
		? html`<div class="banner bad">${words.unavailable} ${words.deleted}</div>`
		: html`<div class="banner good">${words.alreadyPaid}</div>`;
	return frame(
		words,
		html`<h1>${fields.title}</h1>
			<div class="amount">${formatMinor(totalMinor(fields), fields.currency)}</div>
			<p class="note">
				${fields.payment_free_title ?? fields.payment_item} × ${fields.quantity} · ${words.until}:
				${fields.end_date}
			</p>
			${open ? html`<form method="post"><button>${words.pay}</button></form>` : closed}`,
		state,
	);
}
