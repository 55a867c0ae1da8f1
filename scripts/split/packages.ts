/** One of the packages that n8n can verify. Each integrates one service. */
export interface SplitPackage {
	name: string;
	/** Part of the names of the provider's files, node types and credentials, in lower case. */
	provider: 'paytr' | 'payfull';
	/** The provider that the package must not contain. */
	other: 'paytr' | 'payfull';
	description: string;
}

export const PACKAGES: readonly SplitPackage[] = [
	{
		name: 'n8n-nodes-paytr',
		provider: 'paytr',
		other: 'payfull',
		description: 'n8n community nodes that send PayTR payment links by SMS and e-mail',
	},
	{
		name: 'n8n-nodes-payfull',
		provider: 'payfull',
		other: 'paytr',
		description: 'n8n community node that sends Payfull payment requests by SMS and e-mail',
	},
];
