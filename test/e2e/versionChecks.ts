import type { VersionContext } from './context';
import { credentialChecks } from './credentialChecks';
import { failureChecks } from './failureChecks';
import { httpRequestChecks } from './httpRequestChecks';
import { onceChecks } from './onceChecks';
import { operationChecks } from './operationChecks';
import { overlapChecks } from './overlap';
import { packageChecks } from './packageChecks';
import { refundsAtOnceChecks } from './refundsAtOnce';
import { storeChecks } from './storeChecks';
import { triggerChecks } from './triggerChecks';

/** The checks that must pass on every n8n version. */
export async function versionChecks(context: VersionContext): Promise<void> {
	await packageChecks(context);
	await credentialChecks(context);
	await operationChecks(context);
	await storeChecks(context);
	await failureChecks(context);
	await onceChecks(context);
	await httpRequestChecks(context);
	await triggerChecks(context);
	const { n8n, sandbox, checks } = context;
	const overlaps = { api: n8n.api, sandbox, checks, suite: 'executions that overlap' };
	await overlapChecks(overlaps);
	await refundsAtOnceChecks(overlaps);
}
