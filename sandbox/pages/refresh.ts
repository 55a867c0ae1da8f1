/**
 * This script runs in the browser. After a change it replaces the header and the content, and keeps
 * opened parts open. It doesn't replace a form in use.
 */
export const REFRESH_SCRIPT = `
let seen = Number(document.body.dataset.version);
async function look() {
	try {
		const { version } = await (await fetch('/_sandbox/version')).json();
		const busy = document.activeElement?.closest('form');
		if (version !== seen && !busy) {
			const page = await (await fetch(location.href)).text();
			const next = new DOMParser().parseFromString(page, 'text/html');
			const open = new Set([...document.querySelectorAll('details[open]')].map((d) => d.dataset.key));
			for (const name of ['header', 'main']) {
				document.querySelector(name).replaceWith(next.querySelector(name));
			}
			for (const d of document.querySelectorAll('details')) d.open = open.has(d.dataset.key);
			seen = Number(next.body.dataset.version);
		}
	} catch {
		// The sandbox was ended; it may come back.
	}
	setTimeout(look, 1000);
}
setTimeout(look, 1000);
`;
