/** Sentences that several examples share. */

export const SELF_HOSTED =
	'**Self-hosted n8n only**: this template uses the community node `n8n-nodes-paytr-payfull`. Install it first, under *Settings → Community nodes*.';

export const TRY_IT =
	'**To try it**, click *Execute workflow*: the first node and the nodes that write back hold pinned sample data, so that none of their accounts is needed.';

export const UNPIN =
	'Publish the workflow (older n8n: activate it). Pinned data is used by *Execute workflow* only.';

export const OUTCOMES =
	'`invalid` or `rejected`: correct it and send again. `notSent`: send again. `unknown`: look in the panel first.';
