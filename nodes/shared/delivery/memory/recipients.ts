import { RecentMap } from './recentMap';

/** The recipients of the messages that this process has sent. n8n's table doesn't contain them. */
export class Recipients {
	private readonly byKey = new RecentMap<string>();

	note(key: string, recipient: string): void {
		this.byKey.set(key, recipient);
	}

	/**
	 * Whether the message with this key went to a different recipient, as far as this process
	 * knows.
	 */
	wentToSomeoneElse(key: string, recipient?: string): boolean {
		const known = this.byKey.get(key);
		return known !== undefined && recipient !== undefined && known !== recipient;
	}
}
