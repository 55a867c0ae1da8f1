import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { fail, ok, type Result } from '../../shared/result';
import { isPaid, readNotice, type Merchant, type Notice, type Refusal } from './notice';
import { takeIn, type Intake, type SavedPayments } from './seen';

/** Bytes; a notice of PayTR has a few hundred. */
const LARGEST_NOTICE = 64 * 1024;

/** What PayTR wants to read, or the notice comes again and the order stays "Devam Ediyor". */
const TAKEN_IN = 'OK';

const URLENCODED = 'application/x-www-form-urlencoded';

/** PayTR's PHP samples hand cURL an array, which posts it in this form. */
const MULTIPART = 'multipart/form-data';

/** n8n has no body where it found nothing to parse, though the type says otherwise. */
const bodyOf = (ctx: IWebhookFunctions): IDataObject =>
	(ctx.getBodyData() as IDataObject | undefined) ?? {};

/** n8n's reading of multipart/form-data: texts under `data`, files beside them. */
function multipartFields(ctx: IWebhookFunctions): Result<IDataObject, Refusal> {
	const { data, files } = bodyOf(ctx) as { data?: IDataObject; files?: IDataObject };
	if (Object.keys(files ?? {}).length > 0) {
		return fail({ status: 400, message: 'A notice has no files' });
	}
	return ok(data ?? {});
}

/** The form of the request, or why it can't be a notice of PayTR. */
function readBody(ctx: IWebhookFunctions): Result<IDataObject, Refusal> {
	const { headers, rawBody } = ctx.getRequestObject();
	const size = Math.max(Number(headers['content-length'] ?? 0), rawBody?.length ?? 0);
	const type = String(headers['content-type'] ?? '')
		.split(';')[0]
		.trim()
		.toLowerCase();
	if (size > LARGEST_NOTICE) return fail({ status: 413, message: 'The notice is too large' });
	// n8n hands on no raw body of this one.
	if (type === MULTIPART) return multipartFields(ctx);
	if (size === 0) return ok({});
	if (type === URLENCODED) return ok(bodyOf(ctx));
	return fail({ status: 415, message: `Send ${URLENCODED} or ${MULTIPART}` });
}

/** Answers PayTR from the node itself; starts nothing. */
function respond(ctx: IWebhookFunctions, status: number, text: string): IWebhookResponseData {
	ctx.getResponseObject().status(status).type('text/plain').send(text);
	return { noWebhookResponse: true };
}

/**
 * Starts the workflow and leaves the answer to n8n, which asks for it when the execution is stored
 * (2.8.4 and 2.40.7; 1.123.81 asks before that), saves the static data and sends it, with the content
 * type that is set. What is remembered earlier is lost: 2.40.7 forgets that the data has changed while
 * it stores the execution.
 * @param remember called when n8n asks
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
 * What this trigger remembers, in the workflow's static data under the node's ID: n8n keeps a node's
 * own static data by its name, and loses it when the node is renamed.
 */
function savedPayments(ctx: IWebhookFunctions): SavedPayments {
	const all = ctx.getWorkflowStaticData('global');
	const name = `paytrLinkNotifyTrigger:${ctx.getNode().id}`;
	return {
		get paid() {
			return (all[name] as SavedPayments | undefined)?.paid;
		},
		// As a whole: n8n saves what was set on the object itself.
		set paid(paid) {
			all[name] = { paid };
		},
	};
}

/** In the editor's test mode every notice counts; otherwise each payment once. */
async function intakeOf(ctx: IWebhookFunctions, notice: Notice): Promise<Intake> {
	if (ctx.getMode() === 'manual') return () => {};
	const node = `${ctx.getWorkflow().id ?? ''}/${ctx.getNode().id}`;
	return await takeIn(savedPayments(ctx), node, notice, ctx.getResponseObject());
}

/**
 * Answers a call of PayTR: 4xx to what PayTR didn't sign, exactly `OK` to what it did. Starts the
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
