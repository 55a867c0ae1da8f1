import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import { fail, messageOf, ok, type Failure, type Result } from '../result';

export type CredentialData = ICredentialDataDecryptedObject;

/**
 * The credential of each item. A credential's field may hold an expression such as
 * `{{ $json.store }}`, and n8n evaluates it for the item that it is asked for. n8n doesn't tell
 * whether there is one, so each item asks for its own.
 */
export class ItemCredentials {
	private readonly read: Array<Promise<Result<CredentialData>> | undefined> = [];

	/** One object for all items with the same credential: a batch may hold thousands. */
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

	/** The first item's failure, if no item has a credential that can be read. */
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
