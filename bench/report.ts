/* eslint-disable no-console -- development tool, never packed */
import Table from 'cli-table3';

/** A target value and the measured result. */
export interface Target {
	what: string;
	wanted: string;
	got: string;
	met: boolean;
}

/** One part of the report: a table with notes. */
export interface Section {
	title: string;
	head: string[];
	rows: string[][];
	/** Paragraphs in Markdown. */
	notes: string[];
	targets: Target[];
}

export const ms = (value: number) =>
	value < 10 ? `${value.toFixed(2)} ms` : `${Math.round(value).toLocaleString('en')} ms`;

export const times = (value: number) => `${value.toFixed(2)} ×`;

const targetRows = (sections: Section[]) =>
	sections
		.flatMap(({ targets }) => targets)
		.map(({ what, wanted, got, met }) => [what, wanted, got, met ? 'met' : 'NOT MET']);

const TARGET_HEAD = ['Target', 'Wanted', 'Measured', ''];

function consoleTable(head: string[], rows: string[][]): string {
	const table = new Table({ head, style: { head: [], border: [], compact: true } });
	table.push(...rows);
	return table.toString();
}

export function printReport(sections: Section[]): void {
	for (const { title, head, rows } of sections) {
		console.log(`\n${title}\n${consoleTable(head, rows)}`);
	}
	console.log(`\nTargets\n${consoleTable(TARGET_HEAD, targetRows(sections))}`);
}

function markdownTable(head: string[], rows: string[][]): string {
	const line = (cells: string[]) =>
		`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '--:'))), ...rows.map(line)].join(
		'\n',
	);
}

/** @param machine lines that describe the machine */
export function markdownReport(machine: string[], sections: Section[]): string {
	return [
		'# Benchmarks',
		'*This page is for maintainers.*',
		'`npm run bench` wrote this page in one run. [bench/README.md](../bench/README.md) describes the measurements.',
		machine.map((line) => `- ${line}`).join('\n'),
		'## Targets',
		markdownTable(TARGET_HEAD, targetRows(sections)),
		...sections.flatMap(({ title, head, rows, notes }) => [
			`## ${title}`,
			markdownTable(head, rows),
			...notes,
		]),
		'',
	].join('\n\n');
}
