export { SANDBOX_CREDENTIALS } from './options';
export type { SandboxCredentials, SandboxOptions } from './options';
export { startSandbox } from './server';
export type { Sandbox } from './server';
export { QUESTIONS } from './answers';
export type { Answers } from './answers';
export { FAULT_NAMES } from './faults';
export type { FaultName, FaultRule } from './faults';
export type * from './types';
