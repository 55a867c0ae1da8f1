import type { Fixture } from './fixture';

/** Questions that no run can answer, with the reason. */
const NEVER: Record<Fixture['provider'], string[]> = {
	PayTR: [
		'Limits on the number of requests, and whether the same SMS twice is held back: finding out would contact people.',
		'How often and how long PayTR repeats a notice: n8n would have to refuse it for hours.',
		'Business cards with max_installment 1: needs one.',
	],
	Payfull: [
		'Recurring requests: they charge a card and cannot be deleted.',
		'recipient_code and the older field recipient: the package does not use them.',
		'Several addresses in recipient_email: the package sends one request each.',
	],
};

const cell = (text: string) => text.replaceAll('|', '\\|').replace(/\s+/g, ' ');

const LONGEST_BODY = 1500;

/** The report of a run in Markdown. The fixture already contains no personal values. */
export function report(fixture: Fixture, open: string[], version: string): string {
	const { provider, source, day, findings, exchanges } = fixture;
	const of =
		source === 'live'
			? `the live services of ${provider}`
			: `the sandbox of this repository, which plays ${provider}: it says nothing about the real service`;
	const answers = findings.map(
		({ asked, answer, why }) => `| ${cell(asked)} | ${cell(answer)} | ${cell(why)} |`,
	);
	const requests = exchanges.map(({ step, service, sent, truth, answer, noAnswer }, index) => {
		const said = answer
			? `HTTP ${answer.statusCode}, ${answer.contentType || 'no content type'}`
			: `no answer (${noAnswer})`;
		const body = answer ? `\n\n\`\`\`\n${answer.body.slice(0, LONGEST_BODY)}\n\`\`\`` : '';
		return `### ${index + 1}. ${step}\n\n${service}: ${truth ?? 'not known'}, ${said}\n\nSent: \`${JSON.stringify(sent)}\`${body}`;
	});
	return `${[
		`# ${provider}: what really happened`,
		`Written by \`npm run live-check -- ${provider.toLowerCase()}\` on ${day}, version ${version}, against ${of}. Secrets, phones, addresses, links and tokens are replaced.`,
		'## Answers',
		`| Question | Answer | Seen in |\n|---|---|---|\n${answers.join('\n')}`,
		'## Not answered',
		[
			...open.map((question) => `- ${question}: not asked in this run.`),
			...NEVER[provider].map((one) => `- ${one}`),
		].join('\n'),
		'## Requests',
		...requests,
	].join('\n\n')}\n`;
}
