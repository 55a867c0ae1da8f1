import { QUESTIONS, startSandbox, type Answers, type Sandbox } from '../../../sandbox';
import { payfull } from './client';

describe('what no document says', () => {
	let sandbox: Sandbox;

	beforeAll(async () => {
		sandbox = await startSandbox({ answers: { hashAt: 'none' } });
	});
	afterAll(async () => await sandbox.close());
	beforeEach(() => sandbox.reset());

	const http = async (method: string, body?: object) => {
		const response = await fetch(`${sandbox.url}/_sandbox/answers`, {
			method,
			...(body && {
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
			}),
		});
		return { status: response.status, body: (await response.json()) as Answers };
	};

	it('is answered as the start says, another way on request, and as before after a reset', async () => {
		expect(sandbox.answers()).toMatchObject({ hashAt: 'none', refusalStatus: '200' });
		expect((await payfull(sandbox)).data).toEqual({ approved: true });
		expect((await http('POST', { hashAt: 'top' })).body.hashAt).toBe('top');
		expect(await payfull(sandbox)).toHaveProperty('paymentRequestHash');
		expect((await http('GET')).body).toEqual(sandbox.answers());
		expect((await http('DELETE')).body.hashAt).toBe('none');
		sandbox.setAnswers({ hashAt: 'data' });
		sandbox.reset();
		expect(sandbox.answers().hashAt).toBe('none');
	});

	it('takes no answer that it does not know', async () => {
		for (const wrong of [{ hashAt: 'bottom' }, { hasAt: 'top' }]) {
			expect((await http('POST', wrong)).status).toBe(400);
		}
		expect(sandbox.answers().hashAt).toBe('none');
	});

	it('stands on a page whose form answers it', async () => {
		const read = async () => await (await fetch(`${sandbox.url}/?tab=answers`)).text();
		const page = await read();
		for (const { question, options } of QUESTIONS) {
			expect(page).toContain(`name="${question}"`);
			for (const option of options) expect(page).toContain(`>${option}</option>`);
		}
		expect(page).toContain('<option  selected>none</option>');
		await fetch(`${sandbox.url}/answers`, {
			method: 'POST',
			body: new URLSearchParams({ ...sandbox.answers(), refusalStatus: '422' }),
		});
		expect(sandbox.answers()).toMatchObject({ refusalStatus: '422', hashAt: 'none' });
		expect(await read()).toContain('<option  selected>422</option>');
	});
});
