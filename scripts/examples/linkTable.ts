import type { Json, TemplateNode } from './template';

/** The data table that four of the examples share: who got which link, and whether it is paid. */
export const LINK_TABLE = 'payment_links';

const COLUMNS = {
	reference: 'string',
	customer: 'string',
	phone: 'string',
	title: 'string',
	amount: 'string',
	link: 'string',
	sent_at: 'string',
	status: 'string',
	how_to_fix: 'string',
	reminders: 'number',
	paid: 'boolean',
	paid_at: 'string',
	paid_amount: 'number',
} as const;

type Column = keyof typeof COLUMNS;

/** As n8n's REST interface takes them, for an n8n that can't make a table in a workflow. */
export const LINK_TABLE_COLUMNS = Object.entries(COLUMNS).map(([name, type]) => ({ name, type }));

const TABLE = { __rl: true, mode: 'name', value: LINK_TABLE };

function dataTable(
	name: string,
	at: TemplateNode['at'],
	parameters: Json,
	settings?: Json,
): TemplateNode {
	return { name, at, type: 'n8n-nodes-base.dataTable', typeVersion: 1, parameters, settings };
}

/**
 * Once per execution, and without a change where the table is there already. Of two first runs at
 * the same moment n8n refuses one, which finds the table when it tries again.
 */
export const makeTable = (at: TemplateNode['at']): TemplateNode =>
	dataTable(
		'Make the table on the first run',
		at,
		{
			resource: 'table',
			operation: 'create',
			tableName: LINK_TABLE,
			columns: { column: LINK_TABLE_COLUMNS },
			options: { createIfNotExists: true },
		},
		{ retryOnFail: true },
	);

export type Condition = [column: Column, condition: string, value?: string];

const filters = (conditions: Condition[]) => ({
	matchType: 'allConditions',
	filters: {
		conditions: conditions.map(([keyName, condition, keyValue]) => ({
			keyName,
			condition,
			...(keyValue !== undefined && { keyValue }),
		})),
	},
});

/** Sets these columns in the row of this reference; `upsert` adds the row if there is none. */
export function writeRow(
	operation: 'update' | 'upsert',
	name: string,
	at: TemplateNode['at'],
	reference: string,
	value: Partial<Record<Column, unknown>>,
): TemplateNode {
	const columns = operation === 'upsert' ? { reference, ...value } : value;
	return dataTable(name, at, {
		resource: 'row',
		operation,
		dataTableId: TABLE,
		...filters([['reference', 'eq', reference]]),
		columns: {
			mappingMode: 'defineBelow',
			value: columns,
			matchingColumns: [],
			schema: LINK_TABLE_COLUMNS.map(({ name: id, type }) => ({
				id,
				displayName: id,
				required: false,
				defaultMatch: false,
				display: true,
				type,
				readOnly: false,
				removed: !(id in columns),
			})),
			attemptToConvertTypes: false,
			convertFieldsToString: false,
		},
		options: {},
	});
}

export function getRows(
	name: string,
	at: TemplateNode['at'],
	conditions: Condition[],
	pinned: Json[],
): TemplateNode {
	return {
		...dataTable(name, at, {
			resource: 'row',
			operation: 'get',
			dataTableId: TABLE,
			...filters(conditions),
			returnAll: true,
		}),
		pinned,
	};
}
