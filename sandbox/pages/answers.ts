import { QUESTIONS, type Answers } from '../answers';
import { type Html, html } from './html';

/** Questions that the providers' documents leave open, and a form to choose the sandbox's answers. */
export function answersPage(answers: Answers): Html {
	const now = new Map<string, string>(Object.entries(answers));
	const choices = (question: string, options: readonly string[]) =>
		options.map((option) => {
			const selected = now.get(question) === option ? html` selected` : '';
			return html`<option ${selected}>${option}</option>`;
		});
	const rows = QUESTIONS.map(
		({ question, options }) =>
			html`<tr>
				<td class="mono">${question}</td>
				<td>
					<select name="${question}" aria-label="${question}">
						${choices(question, options)}
					</select>
				</td>
			</tr>`,
	);
	return html`<h2>Undocumented behavior</h2>
		<div class="card">
			<form method="post" action="/answers">
				<table>
					<tr>
						<th>Question</th>
						<th>Answer</th>
					</tr>
					${rows}
				</table>
				<button>Use these answers</button>
			</form>
			<p class="note">
				The first answer of each question is the default. A reset restores it. The answers are
				explained in <code>sandbox/answers.ts</code>.
			</p>
		</div>`;
}
