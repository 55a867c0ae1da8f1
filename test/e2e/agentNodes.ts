import { otherNode } from './workflows';

const LANGCHAIN = '@n8n/n8n-nodes-langchain';

/** An agent with one task. `toAgent` connects its model and its tool. */
export const agentNode = (typeVersion: number, text: string) =>
	otherNode('Agent', `${LANGCHAIN}.agent`, typeVersion, {
		...{ promptType: 'define', text },
		options: {},
	});

/** The agent's model: the stand-in that `startModel` starts. */
export const modelNode = (responsesApiEnabled = false) =>
	otherNode(
		'Model',
		`${LANGCHAIN}.lmChatOpenAi`,
		1.3,
		{
			model: { __rl: true, mode: 'id', value: 'stand-in' },
			...{ responsesApiEnabled, options: {} },
		},
		{ credentials: { openAiApi: { name: 'E2E model' } } },
	);

const toAgent = (kind: string) => ({ [kind]: [[{ node: 'Agent', type: kind, index: 0 }]] });

/** Connects the model and the tool 'Send it' to the agent. */
export const AGENT_CONNECTIONS = {
	Model: toAgent('ai_languageModel'),
	'Send it': toAgent('ai_tool'),
};
