import { Memory } from './memory';
import type { Table } from './table';

const memories = new Map<string, Memory>();

/**
 * The memory of a node: one per process, shared by all executions of the node. The tables of a node
 * are interchangeable. The latest one is used, so that no earlier execution stays in memory.
 */
export function memoryOf(table: Table): Memory {
	const name = `${table.workflowId}/${table.nodeId}`;
	const memory = memories.get(name) ?? new Memory({ ...table });
	memories.set(name, memory);
	Object.assign(memory.table, table);
	return memory;
}
