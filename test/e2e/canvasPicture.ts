/*
 * Draws a workflow's canvas as a picture that is readable at the width of a page. It stacks the
 * notes in rows.
 */
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import type { Editor } from './browser';

interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

/**
 * Width of a row in canvas units, unless a note is wider. Node names stay readable at 800 pixels.
 */
const ROW = 1280;

/** Maximum width of a picture in pixels. It exceeds a page's width for high-resolution screens. */
const WIDEST = 1200;

/** Enough colors for the icons and grey text. */
const COLOURS = 64;

const MARGIN = 8;

/** Parts of the editor that cover the canvas, and the dots of its background. */
const HIDDEN = [
	'canvas-background',
	'canvas-controls',
	'canvas-plus-button',
	'canvas-handle-plus-wrapper',
]
	.map((id) => `[data-test-id=${id}]`)
	.concat('[class*=executionButtons]', '[class*=nodeButtonsWrapper]')
	.join(', ');

/** All ways to split a list into this many rows. */
function partitions<T>(items: T[], count: number): T[][][] {
	if (count === 1) return [[items]];
	const longest = items.length - count + 1;
	return Array.from({ length: longest }, (_, i) => i + 1).flatMap((length) =>
		partitions(items.slice(length), count - 1).map((rest) => [items.slice(0, length), ...rest]),
	);
}

/** The box that surrounds these boxes, with a margin. */
function around(boxes: Box[]): Box {
	const x = Math.min(...boxes.map((box) => box.x)) - MARGIN;
	const y = Math.min(...boxes.map((box) => box.y)) - MARGIN;
	const right = Math.max(...boxes.map((box) => box.x + box.width)) + MARGIN;
	const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + MARGIN;
	return { x, y, width: right - x, height: bottom - y };
}

/** Splits the notes into as few rows of this width as possible, and makes the widest row narrow. */
function inRows(notes: Box[], widest: number): Box[] {
	const width = Math.max(widest + 2 * MARGIN, ...notes.map((note) => around([note]).width));
	const widthOf = (rows: Box[]) => Math.max(...rows.map((row) => row.width));
	// Keeps a workflow that already has several lines.
	if (notes.some(({ y }) => Math.abs(y - notes[0].y) > MARGIN)) return [around(notes)];
	for (let count = 1; ; count++) {
		const ways = partitions(notes, count).map((rows) => rows.map(around));
		const [best] = ways.sort((a, b) => widthOf(a) - widthOf(b));
		if (widthOf(best) <= width + 1 || count === notes.length) return best;
	}
}

/** The zoom: screen pixels per canvas unit. */
const zoomOf = async (page: Page): Promise<number> =>
	await page.evaluate(
		"new DOMMatrix(getComputedStyle(document.querySelector('.vue-flow__transformationpane')).transform).a",
	);

/** Cuts the rows out of a screenshot and stacks them. */
async function stacked(screenshot: Buffer, rows: Box[], scale: number): Promise<Buffer> {
	const { width: right = 0, height: bottom = 0 } = await sharp(screenshot).metadata();
	const pieces = await Promise.all(
		rows.map(async (row) => {
			// A note can extend beyond the screen.
			const left = Math.max(0, Math.round(row.x * scale));
			const top = Math.max(0, Math.round(row.y * scale));
			const width = Math.min(Math.round(row.width * scale), right - left);
			const height = Math.min(Math.round(row.height * scale), bottom - top);
			const input = await sharp(screenshot).extract({ left, top, width, height }).toBuffer();
			return { input, width, height };
		}),
	);
	const [first] = pieces;
	const [r, g, b] = await sharp(first.input)
		.extract({ left: 1, top: 1, width: 1, height: 1 })
		.raw()
		.toBuffer();
	const width = Math.max(...pieces.map((piece) => piece.width));
	const height = pieces.reduce((sum, piece) => sum + piece.height, 0);
	let top = 0;
	const layers = pieces.map((piece) => {
		const layer = { input: piece.input, left: 0, top };
		top += piece.height;
		return layer;
	});
	const picture = await sharp({ create: { width, height, channels: 3, background: { r, g, b } } })
		.composite(layers)
		.png()
		.toBuffer();
	return await sharp(picture)
		.resize({ width: WIDEST, withoutEnlargement: true })
		.png({ palette: true, colours: COLOURS, effort: 10 })
		.toBuffer();
}

/** Draws the open canvas as a PNG, without its leftmost note, which explains the workflow. */
export async function canvasPicture({ page }: Editor): Promise<Buffer> {
	await page.setViewportSize({ width: 2400, height: 900 });
	await page.getByTestId('zoom-to-fit').click();
	// Waits for the end of the canvas animation.
	await page.waitForTimeout(600);
	await page.addStyleTag({
		content: `html.drawn :is(${HIDDEN}) { visibility: hidden !important }`,
	});
	await page.evaluate("document.documentElement.classList.add('drawn')");
	const boxes = await Promise.all(
		(await page.getByTestId('sticky').all()).map(async (note) => await note.boundingBox()),
	);
	const [, ...notes] = boxes.filter((box) => box !== null).sort((a, b) => a.x - b.x);
	const rows = inRows(notes, ROW * (await zoomOf(page)));
	const screenshot = await page.screenshot({ animations: 'disabled' });
	await page.evaluate("document.documentElement.classList.remove('drawn')");
	await page.setViewportSize({ width: 1500, height: 760 });
	const scale: number = await page.evaluate('devicePixelRatio');
	return await stacked(screenshot, rows, scale);
}
