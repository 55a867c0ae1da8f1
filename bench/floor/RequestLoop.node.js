/**
 * The floor inside n8n: posts what it is given by n8n's request helper, so many at a time, and does
 * nothing else. n8n loads it from the folder that N8N_CUSTOM_EXTENSIONS names.
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
