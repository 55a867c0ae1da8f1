import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { fail, ok, type Result } from '../../shared/result';
import { isPaid, readNotice, type Merchant, type Notice, type Refusal } from './notice';
import { takeIn, type Intake, type SavedPayments } from './seen';

/**
 * The maximum size of a payment notification in bytes. PayTR's notifications have a few hundred
 * bytes.
 */
const LARGEST_NOTICE = 64 * 1024;

/**
 * The response that PayTR expects. Otherwise PayTR repeats the payment notification, and the order
 * stays "Devam Ediyor".
 */
const TAKEN_IN = 'OK';

const URLENCODED = 'application/x-www-form-urlencoded';

/** PayTR's PHP samples pass an array to cURL, which posts it as multipart. */
const MULTIPART = 'multipart/form-data';

/** The body is missing if n8n found nothing to parse, although n8n's type doesn't say so. */
const bodyOf = (ctx: IWebhookFunctions): IDataObject =>
	(ctx.getBodyData() as IDataObject | undefined) ?? {};

/** Reads multipart/form-data as n8n parses it: texts under `data`, files beside them. */
function multipartFields(ctx: IWebhookFunctions): Result<IDataObject, Refusal> {
	const { data, files } = bodyOf(ctx) as { data?: IDataObject; files?: IDataObject };
	if (Object.keys(files ?? {}).length > 0) {
		return fail({ status: 400, message: 'A notice has no files' });
	}
	return ok(data ?? {});
}

/** The request's form, or the reason why it can't be a payment notification of PayTR. */
function readBody(ctx: IWebhookFunctions): Result<IDataObject, Refusal> {
	const { headers, rawBody } = ctx.getRequestObject();
	const size = Math.max(Number(headers['content-length'] ?? 0), rawBody?.length ?? 0);
	const type = String(headers['content-type'] ?? '')
		.split(';')[0]
		.trim()
		.toLowerCase();
	if (size > LARGEST_NOTICE) return fail({ status: 413, message: 'The notice is too large' });
	// n8n provides no raw body for multipart.
	if (type === MULTIPART) return multipartFields(ctx);
	if (size === 0) return ok({});
	if (type === URLENCODED) return ok(bodyOf(ctx));
	return fail({ status: 415, message: `Send ${URLENCODED} or ${MULTIPART}` });
}

/** Responds to PayTR directly without starting the workflow. */
function respond(ctx: IWebhookFunctions, status: number, text: string): IWebhookResponseData {
	ctx.getResponseObject().status(status).type('text/plain').send(text);
	return { noWebhookResponse: true };
}

/**
 * Starts the workflow and lets n8n respond. After storing the execution, n8n reads the response
 * (2.8.4 and 2.40.7; 1.123.81 reads it earlier), saves the static data, and sends the response with
 * this content type. The payment must not be remembered earlier, because 2.40.7 drops changes of
 * the static data while it stores the execution.
 * @param remember called when n8n reads the response
 */
function start(ctx: IWebhookFunctions, notice: Notice, remember: () => void): IWebhookResponseData {
	ctx.getResponseObject().type('text/plain');
	return {
		get webhookResponse() {
			remember();
			return TAKEN_IN;
		},
		workflowData: [[{ json: notice }]],
	};
}

const isIgnored = (ctx: IWebhookFunctions, { testMode }: Notice): boolean =>
	testMode === true && ctx.getNodeParameter('options.ignoreTestPayments', false) === true;

/**
 * This trigger's memory in the workflow's static data, under the node's ID. n8n stores a node's own
 * static data under its name and loses it when the node is renamed.
 */
function savedPayments(ctx: IWebhookFunctions): SavedPayments {
	const all = ctx.getWorkflowStaticData('global');
	const name = `paytrLinkNotifyTrigger:${ctx.getNode().id}`;
	return {
		get paid() {
			return (all[name] as SavedPayments | undefined)?.paid;
		},
		// Replaces the whole value, because n8n notices only changes of the object's own properties.
		set paid(paid) {
			all[name] = { paid };
		},
	};
}

/**
 * In the editor's test mode, every payment notification counts. Otherwise each payment counts once.
 */
async function intakeOf(ctx: IWebhookFunctions, notice: Notice): Promise<Intake> {
	if (ctx.getMode() === 'manual') return () => {};
	const node = `${ctx.getWorkflow().id ?? ''}/${ctx.getNode().id}`;
	return await takeIn(savedPayments(ctx), node, notice, ctx.getResponseObject());
}

/**
 * Responds to PayTR's call: 4xx if PayTR didn't sign it, exactly `OK` if it did. Starts the
 * workflow once per merchant_oid.
 */
export async function receiveNotice(ctx: IWebhookFunctions): Promise<IWebhookResponseData> {
	const body = readBody(ctx);
	if (!body.ok) return respond(ctx, body.error.status, body.error.message);
	const merchant = await ctx.getCredentials<Merchant>('paytrApi');
	const notice = readNotice(body.value, merchant);
	if (!notice.ok) return respond(ctx, notice.error.status, notice.error.message);
	if (!isPaid(notice.value) || isIgnored(ctx, notice.value)) return respond(ctx, 200, TAKEN_IN);
	const intake = await intakeOf(ctx, notice.value);
	if (typeof intake === 'function') return start(ctx, notice.value, intake);
	if (intake === 'known') return respond(ctx, 200, TAKEN_IN);
	return respond(ctx, 503, 'This payment is being taken in: send it again');
}
