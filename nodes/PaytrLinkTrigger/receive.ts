import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { fail, ok, type Result } from '../shared/result';
import { readNotice, type Merchant, type Notice, type Refusal } from './notice';
import { isFirstNotice } from './seen';

/** Bytes; a notice of PayTR has a few hundred. */
const LARGEST_NOTICE = 64 * 1024;

/** The form of the request, or why it can't be a notice of PayTR. */
function readBody(ctx: IWebhookFunctions): Result<IDataObject, Refusal> {
	const { headers, rawBody } = ctx.getRequestObject();
	const type = String(headers['content-type'] ?? '')
		.split(';')[0]
		.trim()
		.toLowerCase();
	if (type !== 'application/x-www-form-urlencoded') {
		return fail({ status: 415, message: 'Send application/x-www-form-urlencoded' });
	}
	const size = Math.max(Number(headers['content-length'] ?? 0), rawBody?.length ?? 0);
	if (size > LARGEST_NOTICE) return fail({ status: 413, message: 'The notice is too large' });
	return ok(ctx.getBodyData());
}

function answer(ctx: IWebhookFunctions, status: number, text: string): IWebhookResponseData {
	ctx.getResponseObject().status(status).type('text/plain').send(text);
	return { noWebhookResponse: true };
}

/**
 * PayTR reports successful payments only. Of any other status the amount can't be trusted either:
 * the hash covers status and total_amount as one text, and so fits `success1` and `445`.
 */
function isPaid(ctx: IWebhookFunctions, { status, testMode }: Notice): boolean {
	if (status !== 'success') return false;
	return !(testMode && ctx.getNodeParameter('options.ignoreTestPayments', false));
}

/**
 * In the editor's test mode every notice counts; otherwise each payment once. The hash covers
 * callback_id and merchant_oid as one text: a replay with the border between them moved has
 * another merchant_oid, but not another text.
 */
function isNew(ctx: IWebhookFunctions, { callbackId, merchantOid }: Notice): boolean {
	if (ctx.getMode() === 'manual') return true;
	const node = `${ctx.getWorkflow().id ?? ''}/${ctx.getNode().id}`;
	const memory = ctx.getWorkflowStaticData('node');
	return [merchantOid, callbackId + merchantOid].every((key) => isFirstNotice(memory, node, key));
}

/**
 * Answers a call of PayTR: 4xx to what PayTR didn't sign, exactly `OK` to what it did, or the
 * notice would come again and the order would stay "Devam Ediyor". Starts the workflow once per
 * merchant_oid.
 */
export async function receiveNotice(ctx: IWebhookFunctions): Promise<IWebhookResponseData> {
	const body = readBody(ctx);
	if (!body.ok) return answer(ctx, body.error.status, body.error.message);
	const merchant = await ctx.getCredentials<Merchant>('paytrApi');
	const notice = readNotice(body.value, merchant);
	if (!notice.ok) return answer(ctx, notice.error.status, notice.error.message);
	const { value } = notice;
	const starts = isPaid(ctx, value) && isNew(ctx, value);
	const answered = answer(ctx, 200, 'OK');
	return starts ? { ...answered, workflowData: [[{ json: value }]] } : answered;
}
