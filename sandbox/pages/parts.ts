import type { Fields, Provider } from '../types';
import { type Html, html } from './html';
import type { PageWords } from './words';

export function providerTag(provider: Provider): Html {
	return html`<span class="tag ${provider}">${provider === 'paytr' ? 'PayTR' : 'Payfull'}</span>`;
}

export function paidTag({ paid }: PageWords): Html {
	return html`<span class="tag good">${paid}</span>`;
}

export function fieldList(fields: Fields): Html {
	const rows = Object.entries(fields).map(
		([name, value]) =>
			html`<dt>${name}</dt>
				<dd>${value}</dd>`,
	);
	return html`<dl class="mono">${rows}</dl>`;
}

/** Collapsible fields. The key keeps them open after a refresh. */
export function foldedFields(key: string, fields: Fields, title = 'Fields'): Html {
	const count = Object.keys(fields).length;
	return html`<details data-key="${key}">
		<summary>${title} (${count})</summary>
		${fieldList(fields)}
	</details>`;
}

export function emptyState(title: string, text: string | Html): Html {
	return html`<div class="empty"><b>${title}</b>${text}</div>`;
}
