/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { setMaxListeners } from 'node:events';

/** Allows many listeners on the signal. Node 20 warns of a leak above ten. */
export function stopper(): AbortController {
	const controller = new AbortController();
	setMaxListeners(0, controller.signal);
	return controller;
}
