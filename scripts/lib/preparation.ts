import { ensureN8n, N8N_VERSION } from './install';
import { packPackage } from './pack';
import type { Step } from './progress';

export interface Preparation {
	steps: Step[];
	/** Path of the packed package. Available after the steps have run. */
	tarball(): string;
}

/** The first steps of every run on a real n8n: pack the package and install n8n. */
export function preparation(version: string = N8N_VERSION): Preparation {
	let tarball = '';
	const steps: Step[] = [
		{
			title: 'Build and pack the package',
			async run(report) {
				tarball = await packPackage(report);
			},
		},
		{
			title: `Install n8n ${version}, with a Node for it`,
			async run(report) {
				await ensureN8n(version, report);
			},
		},
	];
	return { steps, tarball: () => tarball };
}
