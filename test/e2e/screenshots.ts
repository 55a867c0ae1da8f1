/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';

/** Maximum size in bytes, so that the README loads quickly. */
const LARGEST = 400 * 1024;

/** Takes the documentation's pictures with two pixels per screen pixel. */
export class Screenshots {
	/**
	 * @param folder target folder. Without it, no pictures are made
	 * @param largest maximum size in bytes
	 */
	constructor(
		private readonly folder: string | undefined,
		private readonly largest = LARGEST,
	) {}

	/**
	 * @param height number of pixels from the top of the element. By default the whole element
	 * @throws {Error} when the picture is too large
	 */
	async take(name: string, element: Locator, height?: number): Promise<void> {
		if (this.folder === undefined) return;
		const page = element.page();
		const box = await element.boundingBox();
		if (!box) throw new Error(`${name}: the element is not on the screen`);
		await page.mouse.move(0, 400);
		// Hides the cursor and the focus ring.
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
