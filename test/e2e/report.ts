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
	once: 'Sending once by default, however n8n runs the node again',
	failures: "Continue, error output, Stop, Retry On Fail, the editor's Retry, Send Only Once",
	'HTTP Request': 'The HTTP Request node signs with both credentials',
	attacks: 'Attacks: nothing signed reaches anyone but the provider, whatever a workflow asks for',
	trigger: 'PayTR Link Trigger, active and in test mode',
	killed: 'n8n killed (SIGKILL) and started again',
	clock: "n8n's clock set back and forward while batches are under way",
	upgrade: 'What n8n 1.123.81 has remembered, after an upgrade on the same database',
	agents: 'The nodes as tools: AI Agent, human review, MCP Server Trigger, Agents module',
	secrets: "No secret and no signature in the database, the log or n8n's answers",
	editor: 'The editor in Chromium',
	examples: 'Every example, imported and run twice',
	'executions that overlap': 'Executions that overlap, in one process: Send Only Once',
	'queue mode': 'Queue mode: main, workers, Postgres, Redis',
	'queue mode, 2 workers': 'Executions that overlap, on two workers',
	'queue mode, 4 workers': 'Executions that overlap, on four workers',
	'n8n-nodes-paytr': 'n8n-nodes-paytr, installed by itself',
	'n8n-nodes-payfull': 'n8n-nodes-payfull, installed by itself',
	registry:
		'Settings → Community nodes, in Chromium: Install, Update, Uninstall; workflows keep their parameters',
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
		`Version ${packageVersion} of the package, packed and installed as n8n installs a community package, in real n8n. Both providers are the sandbox of this repository: what was sent is judged by what it received.`,
		'',
		'This page is written by `npm run test:e2e`. ✓ and the number of checks that passed; – where a check is made on another version only.',
		'',
		...table,
		'',
		...failures,
		'Newer versions: n8n 2.41.1 is not tested yet. n8n 2.41.3 does not install, because `@n8n/agents` 0.26.2 is missing from the npm registry.',
		'',
		'Of Settings → Community nodes, what is tested is n8n as it ships, with its default registry. The package is not on npm yet, and n8n takes another registry with an enterprise licence only; so the machine has a registry of its own (verdaccio), and the `npm` that n8n calls is the real one with that registry in the place of the public one, as behind a mirror. n8n asks its own service whether a package is banned, and the registry by itself whether a version exists: where it gets no answer, it goes on, with npm for the version. All other checks have the package put where n8n puts it.',
	]
		.join('\n')
		.trimEnd()
		.concat('\n');
}
