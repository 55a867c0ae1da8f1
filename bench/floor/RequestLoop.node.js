/**
 * The fastest possible node in n8n: it only posts the given requests with n8n's request helper,
 * with limited concurrency. n8n loads it from the folder in N8N_CUSTOM_EXTENSIONS.
 */
class RequestLoop {
	description = {
		displayName: 'Request Loop',
		name: 'requestLoop',
		group: ['transform'],
		version: 1,
		description: 'Posts signed forms',
		defaults: { name: 'Request Loop' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	};

	async execute() {
		const items = this.getInputData();
		const { concurrency } = items[0].json;
		const answers = [];
		let next = 0;
		const work = async () => {
			while (next < items.length) {
				const item = next++;
				const { url, body } = items[item].json;
				const headers = { 'content-type': 'application/x-www-form-urlencoded' };
				const json = await this.helpers.httpRequest({ method: 'POST', url, body, headers });
				answers[item] = { json, pairedItem: { item } };
			}
		};
		await Promise.all(Array.from({ length: concurrency }, work));
		return [answers];
	}
}

module.exports = { RequestLoop };
