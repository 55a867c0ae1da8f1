import type { UnsignableRequest } from '../../../../credentials/signing/refusal';

function asRefusal(error: unknown): UnsignableRequest {
	// Compares the name, because a packed credential has its own class. n8n keeps the code when it
	// wraps the error.
	expect(error).toMatchObject({ name: 'UnsignableRequest', code: 'UNSIGNABLE_REQUEST' });
	return error as UnsignableRequest;
}

/**
 * The UnsignableRequest that an action throws. Fails if the action throws nothing or another error.
 */
export function refusalOf(action: () => unknown): UnsignableRequest {
	let caught: unknown;
	try {
		action();
	} catch (error) {
		caught = error;
	}
	return asRefusal(caught);
}

/** The UnsignableRequest with which a promise rejects. */
export async function rejectionOf(signed: Promise<unknown>): Promise<UnsignableRequest> {
	return asRefusal(
		await signed.then(
			() => undefined,
			(error: unknown) => error,
		),
	);
}
