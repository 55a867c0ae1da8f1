import { QUESTIONS, type Answers } from '../answers';
import { type Html, html } from './html';

/** What no document says, and a form to have it answered the other way. */
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
	return html`<h2>What no document says</h2>
		<div class="card">
			<form method="post" action="/answers">
				<table>
					<tr>
						<th>Question</th>
						<th>Answer</th>
					</tr>
					${rows}
				</table>
				<button>Answer like this</button>
			</form>
			<p class="note">
				The first of each is what the sandbox says by itself; a reset goes back to it. What each
				means stands in <code>sandbox/answers.ts</code>.
			</p>
		</div>`;
}
