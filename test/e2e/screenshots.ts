/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';

/** Bytes; what a reader of the README loads. */
const LARGEST = 400 * 1024;

/** The documents' pictures, at twice the size of the screen's pixels. */
export class Screenshots {
	/**
	 * @param folder where they go; without it, none are made
	 * @param largest in bytes
	 */
	constructor(
		private readonly folder: string | undefined,
		private readonly largest = LARGEST,
	) {}

	/**
	 * @param height how many pixels of the element, from its top; all of it without
	 * @throws {Error} when the picture is too large
	 */
	async take(name: string, element: Locator, height?: number): Promise<void> {
		if (this.folder === undefined) return;
		const page = element.page();
		const box = await element.boundingBox();
		if (!box) throw new Error(`${name}: the element is not on the screen`);
		await page.mouse.move(0, 400);
		// A blinking cursor and a focus ring are no part of the picture.
		await page.evaluate('document.activeElement?.blur()');
		const picture = await page.screenshot({
			animations: 'disabled',
			clip: { ...box, height: Math.min(height ?? box.height, box.height) },
		});
		await this.save(name, picture);
	}

	/** @throws {Error} when the picture is too large */
	async save(name: string, picture: Buffer): Promise<void> {
		if (this.folder === undefined) return;
		if (picture.length > this.largest) throw new Error(`${name}.png has ${picture.length} bytes`);
		await mkdir(this.folder, { recursive: true });
		await writeFile(join(this.folder, `${name}.png`), picture);
	}
}
