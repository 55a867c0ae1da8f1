import type { Template } from './template';

/** The text of docs/templates.md. */
export function templatesDocument(templates: Template[]): string {
	const sections = templates.map(({ file, title, docs }) =>
		[
			`## ${title}`,
			'',
			`![${title}](images/templates/${file}.png)`,
			'',
			`- **Rows**: ${docs.rows}`,
			`- **Needs**: ${docs.needs}`,
			`- **Sent once per**: ${docs.key}`,
			`- **File**: [\`examples/${file}.json\`](../examples/${file}.json)`,
			'',
		].join('\n'),
	);
	return [
		'# Templates',
		'',
		`${templates.length} workflows to start from, in [\`examples/\`](../examples). In n8n: a new workflow, the menu at the top right, _Import from File_. \`npm start\` brings them along.`,
		'',
		"Each explains itself on the canvas, in the yellow note. In all of them, _Send Only Once_ is on, and what is wrong leaves by the error output with its reason. The first nodes and those that write back hold pinned sample rows: _Execute workflow_ sends the samples without an account of the service that the rows come from (with the sandbox's credentials, which `npm start` makes, nothing leaves your machine). A published workflow doesn't use them.",
		'',
		"`npm run test:e2e` imports and runs each of them in a real n8n, and judges it by what the sandbox received; the services themselves (Google, WooCommerce, HubSpot, Pipedrive, OpenAI) are not called there. What was seen of them is in n8n's own code.",
		'',
		...sections,
	].join('\n');
}
