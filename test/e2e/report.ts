import type { CheckResult } from './checks';

interface TestedVersion {
	n8n: string;
	/** Major version of the Node.js that ran n8n, for example 24. */
	nodeMajor: string;
}

/** What each suite checks, for the table. */
const SUITES: Record<string, string> = {
	package: 'Nodes, credentials, icons, codex, schemas and tools appear',
	'credential tests': 'Credential tests and their messages',
	operations: 'Every operation, from a workflow that a webhook starts',
	once: 'Sending once by default, with every way in which n8n reruns a node',
	failures: "Continue, error output, Stop, Retry On Fail, the editor's Retry, Send Only Once",
	'HTTP Request': 'The HTTP Request node signs with both credentials',
	attacks: 'Attacks by workflows: signed data reaches only the provider',
	trigger: 'PayTR Link Trigger, active and in test mode',
	poll: "PayTR Payment Trigger, with n8n's own timer",
	killed: 'n8n killed (SIGKILL) and started again',
	clock: "n8n's clock set back and forward while batches run",
	upgrade: 'Messages that n8n 1.123.81 remembered, after an upgrade on the same database',
	agents: 'The nodes as tools: AI Agent, human review, MCP Server Trigger, Agents module',
	secrets: "No secret and no signature in the database, the log or n8n's answers",
	editor: 'The editor in Chromium',
	examples: 'Every example, imported and run twice',
	'executions that overlap': 'Overlapping executions in one process: Send Only Once',
	'queue mode': 'Queue mode: main, workers, Postgres, Redis',
	'queue mode, 2 workers': 'Overlapping executions on two workers',
	'queue mode, 4 workers': 'Overlapping executions on four workers',
	'n8n-nodes-paytr': 'n8n-nodes-paytr, installed alone',
	'n8n-nodes-payfull': 'n8n-nodes-payfull, installed alone',
	registry:
		'Settings → Community nodes in Chromium: Install, Update, Uninstall. Workflows keep their parameters',
};

function cell(results: CheckResult[]): string {
	if (results.length === 0) return '–';
	const failed = results.filter(({ ok }) => !ok).length;
	return failed === 0 ? `✓ ${results.length}` : `✗ ${failed} of ${results.length}`;
}

/** Writes docs/compatibility.md after a complete run: the passed checks per n8n version. */
export function compatibilityDocument(
	packageVersion: string,
	versions: TestedVersion[],
	results: CheckResult[],
): string {
	const of = (n8n: string, suite: string) =>
		results.filter((result) => result.n8n === n8n && result.suite === suite);
	const suites = Object.keys(SUITES).filter((suite) => results.some((one) => one.suite === suite));
	const table = [
		['', ...versions.map(({ n8n, nodeMajor }) => `n8n ${n8n}<br>Node ${nodeMajor}`)],
		['---', ...versions.map(() => '---')],
		...suites.map((suite) => [SUITES[suite], ...versions.map(({ n8n }) => cell(of(n8n, suite)))]),
	].map((row) => `| ${row.join(' | ')} |`);
	const failed = results.filter(({ ok }) => !ok);
	const failures = failed.flatMap(({ name, n8n }) => [`- **Fails on ${n8n}:** ${name}`, '']);
	return [
		'# Compatibility',
		'',
		'*This page is for maintainers.*',
		'',
		`Version ${packageVersion} of the package in real n8n, packed and installed like any community package. The sandbox of this repository plays both providers, and the checks compare what it received.`,
		'',
		'`npm run test:e2e` writes this page. ✓ is followed by the number of passed checks. – means that a suite runs only on another version.',
		'',
		...table,
		'',
		...failures,
		'Newer versions: n8n 2.41.3 does not install, because `@n8n/agents` 0.26.2 is missing from the npm registry.',
		'',
		'The suite for Settings → Community nodes runs n8n as shipped, with its default registry. The package is not on npm yet, and n8n accepts another registry only with an enterprise license. So a local registry (verdaccio) runs on the machine, and the `npm` that n8n calls is redirected to it, as behind a mirror. n8n also asks its own service whether a package is banned, and the public registry whether a version exists. Without an answer, n8n continues and uses npm for the version. In all other suites, the package is copied to the folder where n8n installs packages.',
	]
		.join('\n')
		.trimEnd()
		.concat('\n');
}
