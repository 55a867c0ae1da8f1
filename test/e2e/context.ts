import type { Sandbox } from '../../sandbox';
import type { RunningN8n } from '../../scripts/lib/runtime';
import type { Checks } from './checks';

/** What the checks of one n8n version share. */
export interface VersionContext {
	n8n: RunningN8n;
	sandbox: Sandbox;
	checks: Checks;
}
