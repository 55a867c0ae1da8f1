/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test that reads sources */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Properties whose texts are not messages: they label a panel or advise what to do. */
const NOT_MESSAGES =
	/^(displayName|displayCondition|activationMessage|executionsHelp|searchHint|description|fix|placeholder|action|hint|eventTriggerDescription|subtitle|documentationUrl|name|icon|path|triggerPanel|header|activationHint|default|pattern|is|inactive|active)$/;

/** Functions whose second argument is advice. */
const WITH_FIX = /^(problem|UnsignableRequest|withBuilderHint)$/;

/** Files with names and formats that messages only insert as values. */
const NAMES = /formats\.ts$|currency\.ts$|constants\.ts$/;

/** Other texts that are not messages: units, names of values, the description of one option. */
const NO_MESSAGES = new Set([
	...['payment request', 'cari tahsilat', 'flexible amount', 'esnek link'],
	...['[object Object]', '[object Date]', 'yyyy-MM-dd HH:mm:ss', '…; charset=utf-8', 'err_no …'],
	...['(new link)', 'nothing would be sent', 'payment requests', '… would be …'],
	'sent to delete links or payment requests',
	"Turkey's rate since July 2023; not in Payfull's published list",
]);

const LABEL = /^'?[A-Z]\w*( [A-Z]\w*)*'?$/;

/** The beginning of advice. The guide gives advice in its own words. */
const ADVICE = /^(Use|Check|Ask|Correct|Write|Choose|Format|Map|Compare) /;

/** A message has at least two words. */
const isMessage = (text: string) =>
	/[a-z]{2}[^a-z]+(.*[^a-z])?[a-z]{2}/i.test(text) &&
	/ /.test(text) &&
	!text.startsWith('={{') &&
	!LABEL.test(text) &&
	!ADVICE.test(text) &&
	!NO_MESSAGES.has(text);

/** The text of a literal, with … for each inserted value. Undefined for other nodes. */
function templateOf(node: ts.Node): string | undefined {
	if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
	if (!ts.isTemplateExpression(node)) return undefined;
	return node.templateSpans.reduce(
		(text, { literal }) => `${text}…${literal.text}`,
		node.head.text,
	);
}

function nameOf(node: ts.Expression): string {
	return ts.isIdentifier(node)
		? node.text
		: ts.isPropertyAccessExpression(node)
			? node.name.text
			: '';
}

function isFix(node: ts.Node): boolean {
	const { parent } = node;
	if (!parent) return false;
	const isCall = ts.isCallExpression(parent) || ts.isNewExpression(parent);
	if (!isCall || !WITH_FIX.test(nameOf(parent.expression))) return false;
	return (parent.arguments ?? []).findIndex((argument) => argument === node) > 0;
}

function isLeftOut(node: ts.Node): boolean {
	if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node))
		return true;
	const named = ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node);
	return (named && NOT_MESSAGES.test(node.name.getText())) || isFix(node);
}

function collect(node: ts.Node, into: Set<string>): void {
	if (isLeftOut(node)) return;
	const text = templateOf(node);
	if (text !== undefined && isMessage(normalised(text))) into.add(normalised(text));
	ts.forEachChild(node, (child) => collect(child, into));
}

/** Normalizes a message: on one line, with … for variable parts. */
export const normalised = (text: string) =>
	text
		.replace(/\s+/g, ' ')
		.replace(/(…\s?)+/g, (dots) => (dots.endsWith(' ') ? '… ' : '…'))
		.trim();

/** All messages of the package: the texts of its sources, except those of panels. */
export function messages(root: string): Set<string> {
	const found = new Set<string>();
	for (const folder of ['nodes', 'credentials']) {
		const names = readdirSync(join(root, folder), { recursive: true }).map((one) =>
			String(one).replaceAll('\\', '/'),
		);
		for (const name of names.filter((one) => one.endsWith('.ts') && !NAMES.test(one))) {
			const text = readFileSync(join(root, folder, name), 'utf8');
			collect(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true), found);
		}
	}
	return found;
}
