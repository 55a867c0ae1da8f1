/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test, never packed */

const { PROPERTY_RUNS, PROPERTY_TIMES = '1' } = process.env;

/**
 * The number of cases that fast-check tries for a property. Mutation runs limit it, since they
 * repeat each test many times. The weekly run multiplies it.
 */
export const runs = (usual: number): { numRuns: number } => ({
	numRuns: Math.min(usual, Number(PROPERTY_RUNS ?? usual)) * Number(PROPERTY_TIMES),
});
