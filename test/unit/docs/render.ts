import MarkdownIt from 'markdown-it';

/** CommonMark plus tables, as GitHub and npm render them. */
const markdown = new MarkdownIt('commonmark').enable('table');

type Token = ReturnType<typeof markdown.parse>[number];

export interface Rendered {
	/** The visible text in pieces, without code. */
	texts: string[];
	/** The addresses of links and images. */
	links: string[];
	headings: string[];
}

const titleOf = ({ children }: Token): string =>
	(children ?? [])
		.filter(({ type }) => type === 'text' || type === 'code_inline')
		.map(({ content }) => content)
		.join('');

/** The texts and links of a page, as a Markdown renderer finds them. */
export function rendered(source: string): Rendered {
	const tokens = markdown.parse(source, {});
	const inline = tokens.flatMap(({ children }) => children ?? []);
	const html = [...tokens, ...inline].filter(({ type }) => type.startsWith('html_'));
	return {
		texts: [...inline.filter(({ type }) => type === 'text'), ...html].map(({ content }) => content),
		links: inline.flatMap((token) => {
			const address = token.attrGet('href') ?? token.attrGet('src');
			return address === null ? [] : [String(address)];
		}),
		headings: tokens.flatMap((token, i) =>
			token.type === 'heading_open' ? titleOf(tokens[i + 1]) : [],
		),
	};
}
