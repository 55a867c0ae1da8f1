/* eslint-disable @n8n/community-nodes/no-restricted-globals -- development tool, never packed */

/**
 * Keeps the text of every answer that this process gets from an address, until `stop()`. The calls
 * themselves are left as they are.
 */
export function recordAnswers(url: string): { texts: string[]; stop(): void } {
	const texts: string[] = [];
	const original = globalThis.fetch;
	globalThis.fetch = async (input, init) => {
		const response = await original(input, init);
		if (response.url.startsWith(url)) texts.push(await response.clone().text());
		return response;
	};
	return {
		texts,
		stop() {
			globalThis.fetch = original;
		},
	};
}
