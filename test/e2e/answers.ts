/* eslint-disable @n8n/community-nodes/no-restricted-globals -- development tool, never packed */

/**
 * Records the text of every response that this process receives from an address, until `stop()`. It
 * doesn't change the requests.
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
