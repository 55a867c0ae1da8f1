import type { FaultName, Sandbox } from '../../../sandbox';
import { echoServer } from '../harness/fixtures/echoServer';
import type { Subject } from './providers';

export { useSandbox } from '../../useSandbox';

/** A server for all tests of a file. Each test chooses the responses. */
export function useEchoServer(): ReturnType<typeof echoServer> {
	const server = echoServer();
	beforeAll(async () => await server.start());
	afterAll(async () => await server.stop());
	beforeEach(() => server.reset());
	return server;
}

/** Helpers for checking one node's requests. */
export function requestsOf(sandbox: Sandbox, { service, field, recipientOf }: Subject) {
	return {
		/** The recipients of the requests, in order. */
		requested: () => sandbox.state().requests.map(({ fields }) => fields[field]),
		/** The recipients of the rows. */
		to: (...rows: number[]) => rows.map(recipientOf),
		/** Makes requests to the row's recipient fail. */
		strike: (fault: FaultName, row: number, times?: number) =>
			sandbox.addFault({ service, fault, match: { [field]: recipientOf(row) }, times }),
	};
}
