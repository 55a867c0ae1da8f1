/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { setMaxListeners } from 'node:events';

/** For as many requests as may wait for its signal: Node 20 takes more than ten for a leak. */
export function stopper(): AbortController {
	const controller = new AbortController();
	setMaxListeners(0, controller.signal);
	return controller;
}
