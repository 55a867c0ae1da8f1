/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test, never packed */

/**
 * How often fast-check tries a property: as often as it says, or less where the environment sets a
 * limit (mutation runs, which repeat each test many times).
 */
export const runs = (usual: number): { numRuns: number } => ({
	numRuns: Math.min(usual, Number(process.env.PROPERTY_RUNS ?? usual)),
});
