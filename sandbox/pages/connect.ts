import type { SandboxCredentials } from '../options';
import { type Html, html } from './html';
import { fieldList } from './parts';

/** Values for the credentials, and requests with a fixed result. */
export function connect(url: string, { paytr, payfull }: SandboxCredentials): Html {
	return html`<div class="columns">
		<section>
			<h2>PayTR credential</h2>
			<div class="card">
				${fieldList({
					'Base URL': url,
					'Merchant ID': paytr.merchantId,
					'Merchant key': paytr.merchantKey,
					'Merchant salt': paytr.merchantSalt,
				})}
			</div>
			<h2>Payfull credential</h2>
			<div class="card">
				${fieldList({
					'API URL': `${url}/integration/api/v1`,
					Merchant: payfull.merchant,
					Password: payfull.password,
				})}
			</div>
		</section>
		<section>
			<h2>Good to know</h2>
			<div class="card">
				<p class="note">The values are made up, and nothing leaves this machine.</p>
				<p class="note">
					Any link ID can be sent, even one that was not created here. An ID that begins with
					<code>INVALID</code> is rejected.
				</p>
				<p class="note">
					Client IP <code>203.0.113.100</code> is never authorized (Payfull 100). E-mails at
					<code>blocked.example</code> are rejected (Payfull 42).
				</p>
				<p class="note">
					A callback link may point to this machine and have a port, so that a local n8n can be
					reached. The real PayTR allows neither.
				</p>
				<p class="note">
					A payment notification is repeated until the response is exactly <code>OK</code>.
				</p>
				<p class="note">
					State as JSON: <a class="mono" href="/_sandbox/state">${url}/_sandbox/state</a>
				</p>
			</div>
		</section>
	</div>`;
}
