import { FAULT_NAMES, type ActiveRule } from '../faults';
import { PAYTR_SERVICES } from '../paytr/services';
import { type Html, html } from './html';
import { emptyState } from './parts';

const SERVICES = [
	'paytr',
	...PAYTR_SERVICES.map(({ service }) => service),
	'payfull',
	'payfull.request',
	'payfull.delete',
	'payfull.issuer',
	'payfull.transaction-status',
	'payfull.transactions-list',
	'payfull.refund',
	'payfull.cancel',
];

function ruleRow(rule: ActiveRule): Html {
	const match = Object.entries(rule.match ?? {}).map(([name, value]) => `${name} = ${value}`);
	const limits = [
		rule.times !== undefined && `${rule.times} times`,
		rule.probability !== undefined && `${rule.probability * 100} % (seed ${rule.seed ?? 'none'})`,
		rule.after && 'after accepting',
		rule.ms !== undefined && `${rule.ms} ms`,
		rule.code,
		rule.reason,
	].filter(Boolean);
	return html`<tr>
		<td class="mono">${rule.id}</td>
		<td><span class="tag fault">${rule.fault}</span></td>
		<td>${rule.service ?? 'all services'}</td>
		<td class="mono">${match.join(', ') || 'every request'}</td>
		<td>${limits.join(' · ')}</td>
		<td class="num">${rule.hits}</td>
	</tr>`;
}

/** The active faults, and a form to add one. */
export function faultPage(rules: ActiveRule[]): Html {
	const table =
		rules.length === 0
			? emptyState('No active faults', 'Every request is answered normally.')
			: html`<div class="card">
						<table>
							<tr>
								<th>Rule</th>
								<th>Fault</th>
								<th>Service</th>
								<th>When</th>
								<th>Limits</th>
								<th>Times used</th>
							</tr>
							${rules.map(ruleRow)}
						</table>
					</div>
					<form method="post" action="/faults/clear">
						<button class="plain">Clear all faults</button>
					</form>`;
	const options = (names: readonly string[]) => names.map((name) => html`<option>${name}</option>`);
	return html`<h2>Add a fault</h2>
		<div class="card">
			<form class="row" method="post" action="/faults">
				<label
					>Fault
					<select name="fault">
						${options(FAULT_NAMES)}
					</select></label
				>
				<label
					>Service
					<select name="service">
						<option value="">all services</option>
						${options(SERVICES)}
					</select></label
				>
				<label
					>Times <input name="times" type="number" min="1" placeholder="always" size="6"
				/></label>
				<label class="inline"
					><input name="after" type="checkbox" value="1" /> after accepting</label
				>
				<button>Add</button>
			</form>
			<p class="note">
				A request can also ask for a fault: use the link ID <code>FAULT-http500</code>, or the
				e-mail <code>fault-http429-once@example.com</code>.
			</p>
		</div>
		<h2>Active <small>${rules.length}</small></h2>
		${table}`;
}
