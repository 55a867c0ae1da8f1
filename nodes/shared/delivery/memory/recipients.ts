import { RecentMap } from './recentMap';

/** Who got the messages that this process has sent. n8n's table doesn't hold that. */
export class Recipients {
	private readonly byKey = new RecentMap<string>();

	note(key: string, recipient: string): void {
		this.byKey.set(key, recipient);
	}

	/** Whether the message of this key went to a different recipient, as far as this process knows. */
	wentToSomeoneElse(key: string, recipient?: string): boolean {
		const known = this.byKey.get(key);
		return known !== undefined && recipient !== undefined && known !== recipient;
	}
}
