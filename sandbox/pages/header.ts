import type { Store } from '../state';
import { type Html, html } from './html';
import type { PageLanguage, PageWords } from './words';

export const TABS = [
	'inbox',
	'links',
	'refused',
	'requests',
	'faults',
	'answers',
	'connect',
] as const;
export type Tab = (typeof TABS)[number];

const DEVELOPER_TABS: Tab[] = ['requests', 'faults', 'answers', 'connect'];

interface HeaderFacts {
	store: Store;
	url: string;
	faultRules: number;
	tab: Tab;
	words: PageWords;
	language: PageLanguage;
}

/**
 * The bar at the top of every page: totals, language and pages. One menu contains the developers'
 * pages.
 */
export function header({ store, url, faultRules, tab, words, language }: HeaderFacts): Html {
	const { counts, links, paymentRequests } = store;
	const numbers: Partial<Record<Tab, [count: number, look: string]>> = {
		inbox: [counts.messages, ''],
		links: [links.size + paymentRequests.size, ''],
		refused: [counts.refused, 'bad'],
		requests: [counts.requests, ''],
		faults: [faultRules, 'warn'],
	};
	const item = (name: Tab) => {
		const [count, look] = numbers[name] ?? [];
		const number = html`<span class="n ${count ? look : ''}">${count}</span>`;
		return html`<a href="/?tab=${name}" class="${name === tab ? 'on' : ''}"
			>${words.tabs[name]} ${count !== undefined && number}</a
		>`;
	};
	const stat = (value: number, name: string) =>
		html`<div class="stat"><b>${value}</b><span>${name}</span></div>`;
	const accepted = Object.values(counts.accepted).reduce((sum, count) => sum + count, 0);
	const inMenu = DEVELOPER_TABS.includes(tab);
	const other = language === 'tr' ? 'en' : 'tr';
	return html`<header>
		<div class="bar">
			<div class="brand">
				<div class="logo">₺</div>
				<div>
					<h1>${words.title}</h1>
					<p>${words.plays} <code>${url}</code></p>
				</div>
				<div class="stats">
					${stat(accepted, words.accepted)}${stat(counts.refused, words.refused)}${stat(
						counts.payments,
						words.paid,
					)}
					<a href="/?tab=${tab}&language=${other}" lang="${other}">${words.other}</a>
					<form method="post" action="/reset"><button class="plain">${words.reset}</button></form>
				</div>
			</div>
			<nav>
				${item('inbox')}${item('links')}${item('refused')}
				<details class="menu" data-key="menu">
					<summary class="${inMenu ? 'on' : ''}">
						${words.developer}${inMenu && `: ${words.tabs[tab]}`}
						${faultRules > 0 && html`<span class="n warn">${faultRules}</span>`}
					</summary>
					<div>${DEVELOPER_TABS.map(item)}</div>
				</details>
			</nav>
		</div>
	</header>`;
}
