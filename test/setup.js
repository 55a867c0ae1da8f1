/**
 * Properties try the same cases in every run, so that a change that fails is the change's own
 * doing. PROPERTY_SEED=random tries others (weekly); a number repeats the run that printed it.
 */
const fc = require('fast-check');

const { PROPERTY_SEED = '20260101' } = process.env;

fc.configureGlobal({
	...fc.readConfigureGlobal(),
	seed: PROPERTY_SEED === 'random' ? undefined : Number(PROPERTY_SEED),
});
