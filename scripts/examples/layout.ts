import type { Section, Template, TemplateNode } from './template';

/** Pixels of n8n's canvas between two columns, and between two rows. */
const COLUMN = 256;
const ROW = 208;
const NODE = 96;

/** Room around the nodes of a section; the label stands below the node. */
const SIDE = 72;
const LABEL = 84;
const GAP = 24;

/** Of the yellow note, left of everything. */
const ABOUT_WIDTH = 480;

const YELLOW = 1;
const WHITE = 7;

export interface Note {
	name: string;
	content: string;
	position: [number, number];
	width: number;
	height: number;
	color: number;
}

export function position({ at: [column, row] }: Pick<TemplateNode, 'at'>): [number, number] {
	return [Math.round(column * COLUMN), Math.round(row * ROW)];
}

/** The height of a note's text as n8n draws it: 14 px letters, about 6.5 px wide. */
function textHeight(content: string, width: number): number {
	const perLine = (width - 40) / 6.6;
	return content.split('\n').reduce((height, line) => {
		if (line === '') return height + 4;
		if (line.startsWith('#')) return height + 34 * Math.ceil(line.length / (perLine * 0.72));
		return height + 18.5 * Math.ceil(line.replace(/[*`]/g, '').length / perLine) + 4;
	}, 34);
}

const roundUp = (pixels: number) => Math.ceil(pixels / 16) * 16;

function sectionNote({ title, text, nodes }: Section, template: Template): Note {
	const places = nodes.map((name) => {
		const node = template.nodes.find((one) => one.name === name);
		if (!node) throw new RangeError(`${template.file}: no node called ${name}`);
		return position(node);
	});
	const left = Math.min(...places.map(([x]) => x)) - SIDE;
	const right = Math.max(...places.map(([x]) => x)) + NODE + SIDE;
	const content = `## ${title}\n${text}`;
	const width = right - left;
	const top = Math.min(...places.map(([, y]) => y)) - roundUp(textHeight(content, width));
	const bottom = Math.max(...places.map(([, y]) => y)) + NODE + LABEL;
	return {
		name: title,
		content,
		position: [left, top],
		width,
		height: bottom - top,
		color: WHITE,
	};
}

/** Sections beside each other begin and end at the same heights, so that the canvas looks tidy. */
function align(notes: Note[]): Note[] {
	const bottomOf = ({ position: [, top], height }: Note) => top + height;
	return notes.map((note) => {
		const beside = notes.filter(
			(other) => other.position[1] < bottomOf(note) && note.position[1] < bottomOf(other),
		);
		const top = Math.min(...beside.map((other) => other.position[1]));
		const bottom = Math.max(...beside.map(bottomOf));
		return { ...note, position: [note.position[0], top], height: bottom - top };
	});
}

/** The yellow note at the top left and a white one behind each section. */
export function notes(template: Template): Note[] {
	const sections = align(template.sections.map((section) => sectionNote(section, template)));
	const left = Math.min(...sections.map(({ position: [x] }) => x));
	const top = Math.min(...sections.map(({ position: [, y] }) => y));
	const content = `### How it works\n${template.howItWorks}\n\n### Setup\n${template.setup}`;
	const about: Note = {
		name: 'How it works and setup',
		content,
		position: [left - ABOUT_WIDTH - GAP, top],
		width: ABOUT_WIDTH,
		height: roundUp(textHeight(content, ABOUT_WIDTH)),
		color: YELLOW,
	};
	return [about, ...sections];
}
