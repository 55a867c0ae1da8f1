/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test, never packed */

const { PROPERTY_RUNS, PROPERTY_TIMES = '1' } = process.env;

/**
 * How often fast-check tries a property: as often as it says; less where the environment sets a
 * limit (mutation runs, which repeat each test many times), and so many times as often where it
 * asks for that (the weekly run).
 */
export const runs = (usual: number): { numRuns: number } => ({
	numRuns: Math.min(usual, Number(PROPERTY_RUNS ?? usual)) * Number(PROPERTY_TIMES),
});
