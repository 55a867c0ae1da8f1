/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import type { AddressInfo } from 'node:net';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import fastify from 'fastify';
import { AnswerBook, type Answers } from './answers';
import { CallbackSender } from './callbacks';
import { serveControl } from './control';
import { FaultBook, type FaultRule } from './faults';
import { resolveOptions, type SandboxCredentials, type SandboxOptions } from './options';
import { servePages } from './pages/routes';
import { payfullApi } from './payfull/api';
import { paytrApi } from './paytr/api';
import { serveProvider } from './provider';
import type { Context } from './service';
import { Store } from './state';
import { keepStrangersOut } from './guard';
import { readStateFile, StateFileWriter } from './stateFile';
import { stopper } from './stopper';
import type { SandboxState } from './types';

/** A running sandbox. */
export interface Sandbox {
	/**
	 * PayTR's base URL, for example `http://127.0.0.1:8787`. Payfull's base URL is
	 * `${url}/integration/api/v1`.
	 */
	url: string;
	credentials: SandboxCredentials;
	/** A copy of everything that has arrived or happened. */
	state(): SandboxState;
	/** Resets the state, the counts and the faults, and stops repeated notifications. */
	reset(): void;
	/** Adds a fault. The first rule that matches a request applies. Throws for an invalid rule. */
	addFault(rule: FaultRule): void;
	clearFaults(): void;
	/** The current answers to questions that no document settles. */
	answers(): Answers;
	/** Changes some answers until the next reset. Throws for an unknown answer. */
	setAnswers(some: Partial<Answers>): void;
	/** Stops the sandbox: closes open connections and saves the state file. */
	close(): Promise<void>;
}

function addressUrl({ address, family, port }: AddressInfo): string {
	const any = address === '0.0.0.0' || address === '::';
	if (any) return `http://127.0.0.1:${port}`;
	return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

/**
 * Starts both providers on one port.
 * @throws if the port is taken, or the state file can't be read
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const resolved = resolveOptions(options);
	const { stateFile, credentials } = resolved;
	const store = new Store();
	const saved = stateFile === undefined ? undefined : readStateFile(stateFile);
	if (saved) store.restore(saved);
	const writer =
		stateFile === undefined ? undefined : new StateFileWriter(stateFile, () => store.snapshot());
	if (writer) store.onChange = () => writer.schedule();

	const faults = new FaultBook(() => store.changed());
	const answers = new AnswerBook(resolved.answers, () => store.changed());
	const callbacks = new CallbackSender(store, resolved);
	const closing = stopper();
	let url = '';
	const context: Context = {
		store,
		options: resolved,
		answers: () => answers.get(),
		url: () => url,
	};
	const reset = () => {
		callbacks.stop();
		faults.clear();
		answers.reset();
		store.clear();
	};

	const app = fastify({ forceCloseConnections: true, bodyLimit: 4 * 1024 * 1024 });
	keepStrangersOut(app, resolved.host);
	for (const api of [paytrApi, payfullApi]) {
		await app.register(async (scope) => {
			// Reads the body as text with any content type, because the providers' PHP never rejects a
			// content type.
			scope.removeAllContentTypeParsers();
			scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
				done(null, body),
			);
			await scope.register(multipart);
			serveProvider(scope, api, context, faults, closing.signal);
		});
	}
	await app.register(async (scope) => {
		serveControl(scope, { store, faults, answers, callbacks, reset });
	});
	await app.register(async (scope) => {
		await scope.register(formbody);
		servePages(scope, { context, faults, answers, callbacks, reset });
	});
	await app.listen({ host: resolved.host, port: resolved.port });
	url = addressUrl(app.server.address() as AddressInfo);

	return {
		url,
		credentials,
		state: () => store.snapshot(),
		reset,
		addFault: (rule) => void faults.add(rule),
		clearFaults: () => faults.clear(),
		answers: () => answers.get(),
		setAnswers: (some) => void answers.set(some),
		close: async () => {
			callbacks.stop();
			await app.close();
			closing.abort();
			writer?.flush();
		},
	};
}
