import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import { fail, messageOf, ok, type Failure, type Result } from '../result';

export type CredentialData = ICredentialDataDecryptedObject;

/**
 * The credential of each item. A credential's field may contain an expression such as `{{
 * $json.store }}`, which n8n evaluates for the requested item. n8n doesn't tell whether a field has
 * an expression, so the credential is requested for each item.
 */
export class ItemCredentials {
	private readonly read: Array<Promise<Result<CredentialData>> | undefined> = [];

	/**
	 * One object for all items with the same credential, since a batch may have thousands of items.
	 */
	private readonly shared = new Map<string, CredentialData>();

	constructor(
		private readonly ctx: IExecuteFunctions,
		private readonly name: string,
	) {}

	async of(itemIndex: number): Promise<Result<CredentialData>> {
		return await (this.read[itemIndex] ??= this.ask(itemIndex));
	}

	drop(itemIndex: number): void {
		this.read[itemIndex] = undefined;
	}

	/** The first item's failure, if no item has a readable credential. */
	async failureOfAll(count: number): Promise<Failure | undefined> {
		const first = await this.of(0);
		for (let itemIndex = 0; itemIndex < count; itemIndex++) {
			if ((await this.of(itemIndex)).ok) return undefined;
		}
		return first.ok ? undefined : first.error;
	}

	private async ask(itemIndex: number): Promise<Result<CredentialData>> {
		try {
			const data = await this.ctx.getCredentials(this.name, itemIndex);
			const content = JSON.stringify(data);
			const known = this.shared.get(content) ?? data;
			this.shared.set(content, known);
			return ok(known);
		} catch (error) {
			return fail({
				outcome: 'invalid',
				message: messageOf(error),
				description: 'Choose a credential in the node, nothing was sent.',
			});
		}
	}
}
