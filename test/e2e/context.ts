import type { Sandbox } from '../../sandbox';
import type { RunningN8n } from '../../scripts/lib/runtime';
import type { Checks } from './checks';

/** For checks that start an n8n of their own. */
export interface OwnN8nOptions {
	version: string;
	/** The packed package. */
	tarball: string;
	/** An empty folder. */
	home: string;
	checks: Checks;
}

/** What the checks of one n8n version share. */
export interface VersionContext {
	n8n: RunningN8n;
	sandbox: Sandbox;
	checks: Checks;
}
