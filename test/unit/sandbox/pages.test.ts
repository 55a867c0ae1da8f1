import { html, Html } from '../../../sandbox/pages/html';
import { paytrSignature } from '../../../sandbox/signatures';
import { newLink, pay, payfull, sms, useSandbox } from './client';

const EVIL = `<script>alert('x')</script>"&`;
const HARMLESS = '&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;';

describe('pages of the sandbox', () => {
	const sandbox = useSandbox();

	const read = async (path: string) => {
		const response = await fetch(sandbox.url + path);
		return { status: response.status, headers: response.headers, text: await response.text() };
	};
	const submit = async (path: string, fields: Record<string, string> = {}) => {
		const response = await fetch(sandbox.url + path, {
			method: 'POST',
			body: new URLSearchParams(fields),
			redirect: 'manual',
		});
		return { status: response.status, location: response.headers.get('location') ?? '' };
	};

	it('html escapes every value that is not markup itself', () => {
		expect(html`<b title="${EVIL}">${[EVIL, html`<i></i>`, null, false, 0]}</b>`).toEqual(
			new Html(`<b title="${HARMLESS}">${HARMLESS}<i></i>0</b>`),
		);
	});

	it('shows the first steps in an empty inbox', async () => {
		const { text } = await read('/');
		expect(text).toContain('1. Start here');
		expect(text).toContain('Execute workflow');
		expect(text).toContain('href="/?tab=connect"');
		await sms(sandbox);
		expect((await read('/')).text).not.toContain('1. Start here');
	});

	it('shows how to connect behind the menu of developer pages', async () => {
		const { text } = await read('/?tab=connect');
		expect(text).toMatch(/<details class="menu"[^]*Developer pages: Connect[^]*<\/details>/);
		for (const value of [
			...Object.values(sandbox.credentials.paytr),
			...Object.values(sandbox.credentials.payfull),
			`${sandbox.url}/integration/api/v1`,
		]) {
			expect(text).toContain(value);
		}
	});

	it('shows messages with their links, and escapes markup in them', async () => {
		await payfull(sandbox, { title: EVIL, sms_text: `${EVIL} İğne [LINK] ÇŞĞ` });
		await sms(sandbox, { id: 'NB2Zlz3' });
		const { text, headers } = await read('/');
		const [{ link }] = sandbox.state().messages;
		expect(text).toContain(`${HARMLESS} İğne <a href="${link}">${link}</a> ÇŞĞ`);
		expect(text).toContain(`href="${sandbox.url}/link/NB2Zlz3"`);
		expect(text).not.toContain(EVIL);
		expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
		expect(headers.get('content-security-policy')).toContain("default-src 'none'");
	});

	it('marks an SMS without a link', async () => {
		await payfull(sandbox, { sms_text: 'Merhaba' });
		expect((await read('/')).text).toContain('no [LINK] in the text');
	});

	it('shows only the latest messages, and all on request', async () => {
		for (let n = 0; n < 3; n++) await sms(sandbox, { cell_phone: `0555000000${n}` });
		expect((await read('/?limit=2')).text).not.toContain('05550000000');
		expect((await read('/?limit=3')).text).toContain('05550000000');
	});

	it('counts the latest messages per column', async () => {
		await payfull(sandbox, { request_type: 'via_email', sms_text: '' });
		const emails = sandbox.state().messages.filter(({ channel }) => channel === 'email').length;
		for (let n = 0; n < 3; n++) await sms(sandbox, { cell_phone: `0555000000${n}` });
		const { text } = await read('/?limit=2');
		expect(text).toMatch(/SMS <small>latest 2 of 3<\/small>/);
		expect(text).toContain(`E-mail <small>${emails}</small>`);
		expect(text).toContain('href="/?limit=3"');
	});

	it('names the recipient of each link and request, and marks payments', async () => {
		const id = await newLink(sandbox, { max_count: '1' });
		const unsent = await newLink(sandbox, { name: 'Nobody got this' });
		await sms(sandbox, { id, cell_phone: '05550000007' });
		await payfull(sandbox);
		const before = (await read('/?tab=links')).text;
		expect(before).toContain('Sent to <b>05550000007</b>');
		expect(before).toContain(`Sent to <b>${sandbox.state().messages[1].to}`);
		expect(before).toContain('Not sent to anybody');
		expect(before).not.toContain('<span class="tag good">paid</span>');

		await pay(sandbox, id);
		const { text } = await read('/?tab=links');
		expect(text.match(/<span class="tag good">paid<\/span>/g)).toHaveLength(1);
		expect(text).not.toContain('sold out');
		const inbox = (await read('/')).text;
		expect(inbox).toMatch(/05550000007<\/b><span class="tag good">paid/);
		expect((await read(`/link/${unsent}`)).text).toContain('<form');
	});

	it('switches to Turkish, and remembers it', async () => {
		const response = await fetch(`${sandbox.url}/?language=tr`);
		const text = await response.text();
		expect(text).toContain('<html lang="tr">');
		expect(text).toContain('Gelen kutusu');
		expect(text).toContain('href="/?tab=inbox&language=en"');
		const [cookie] = (response.headers.get('set-cookie') ?? '').split(';');
		const again = await fetch(sandbox.url, { headers: { cookie } });
		expect(await again.text()).toContain('Gelen kutusu');
		const browser = await fetch(sandbox.url, { headers: { 'accept-language': 'tr-TR,tr;q=0.9' } });
		expect(await browser.text()).toContain('Gelen kutusu');
		expect((await read('/?language=de')).text).toContain('Inbox');
	});

	it('shows a refused call, and how its signed message differs', async () => {
		const { merchantId, merchantKey } = sandbox.credentials.paytr;
		const paytr_token = paytrSignature(`${EVIL}${merchantId}05551234567`, merchantKey);
		await sms(sandbox, { id: EVIL, paytr_token });
		await sms(sandbox, { cell_phone: '5' });
		const { text } = await read('/?tab=refused');
		expect(text).toContain('paytr_token gonderilmedi veya gecersiz');
		expect(text).toContain('merchant_salt was left out');
		expect(text).toContain('<mark>‹merchant_salt›</mark>');
		expect(text).toContain('(Link API - send-sms): cell_phone');
		expect(text).not.toContain(EVIL);
		expect(text).not.toContain(sandbox.credentials.paytr.merchantSalt);
	});

	it('lists links and requests with their payments and notifications', async () => {
		const callback = { callback_link: 'http://127.0.0.1:65000/none', callback_id: 'A1' };
		const id = await newLink(sandbox, { ...callback, max_count: '2' });
		await payfull(sandbox);
		await pay(sandbox, id);
		const { text } = await read('/?tab=links');
		expect(text).toContain(sandbox.state().payments[0].merchantOid);
		expect(text).toContain('1 left');
		expect(text).toContain('no answer at attempt 1');
		expect(text).toContain(sandbox.state().paymentRequests[0].link);
	});

	it('adds and clears faults with its form', async () => {
		const rule = { fault: 'empty', service: 'paytr.send-sms', times: '1', after: '1' };
		expect(await submit('/faults', rule)).toEqual({ status: 303, location: '/?tab=faults' });
		expect((await read('/?tab=faults')).text).toContain('1 times · after accepting');
		await expect(sms(sandbox)).rejects.toThrow();
		expect(sandbox.state().messages).toHaveLength(1);
		await submit('/faults', { fault: 'empty', service: '', times: '' });
		await submit('/faults/clear');
		expect(await sms(sandbox)).toEqual({ status: 'success' });
		expect((await submit('/faults', { fault: 'unknown' })).status).toBe(400);
	});

	it('tells an open page that something changed', async () => {
		const version = async () => JSON.parse((await read('/_sandbox/version')).text) as object;
		const before = await version();
		expect(await version()).toEqual(before);
		await sms(sandbox);
		const after = await version();
		expect(after).not.toEqual(before);
		sandbox.addFault({ fault: 'html' });
		expect(await version()).not.toEqual(after);
	});

	it('accepts payments on a link’s page, by quantity, until the stock is gone', async () => {
		const id = await newLink(sandbox, { name: EVIL, max_count: '3' });
		const page = await read(`/link/${id}`);
		expect(page.text).toContain(`<h1>${HARMLESS}</h1>`);
		expect(page.text).toContain('14,45 TL');
		const { location } = await submit(`/link/${id}`, { quantity: '3', testMode: '1' });
		const [payment] = sandbox.state().payments;
		expect(payment).toMatchObject({ quantity: 3, totalAmount: 4335, testMode: '1' });
		expect(location).toBe(`/link/${id}?paid=${payment.merchantOid}`);
		const paid = (await read(location)).text;
		expect(paid).toContain(`Ödemeniz alındı. Sipariş no: <code>${payment.merchantOid}</code>`);
		expect(paid).toContain('stok bitti');
		expect(paid).not.toContain('<form');
		const again = await submit(`/link/${id}`, { quantity: '1' });
		expect((await read(again.location)).text).toContain('This link is passive: sold out');
	});

	it('reports that a link was not created here', async () => {
		const { status, text } = await read('/link/NB2Zlz3');
		expect(status).toBe(404);
		expect(text).toContain('Bu ID sandbox içinde oluşturulmadı');
		expect((await submit('/link/NB2Zlz3')).location).toBe('/link/NB2Zlz3');
		expect((await read('/pay/none')).status).toBe(404);
	});

	it('accepts a payment of a request once', async () => {
		await payfull(sandbox);
		const [{ hash }] = sandbox.state().paymentRequests;
		expect((await read(`/pay/${hash}`)).text).toContain('299,80 TRY');
		await submit(`/pay/${hash}`);
		expect(sandbox.state().paymentRequests[0].paid).toBe(true);
		const again = await submit(`/pay/${hash}`);
		expect((await read(again.location)).text).toContain('This is paid already');
		expect(sandbox.state().counts.payments).toBe(1);
	});

	it('resets with its button', async () => {
		await sms(sandbox);
		expect(await submit('/reset')).toEqual({ status: 303, location: '/' });
		expect(sandbox.state().messages).toEqual([]);
	});
});
