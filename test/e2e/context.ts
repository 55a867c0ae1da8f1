import type { Sandbox } from '../../sandbox';
import type { RunningN8n } from '../../scripts/lib/runtime';
import type { Checks } from './checks';

/** Options of checks that start their own n8n. */
export interface OwnN8nOptions {
	version: string;
	/** Path of the packed package. */
	tarball: string;
	/** Path of an empty folder. */
	home: string;
	checks: Checks;
}

/** What the checks of one n8n version share. */
export interface VersionContext {
	n8n: RunningN8n;
	sandbox: Sandbox;
	checks: Checks;
}
