import { createHash } from 'node:crypto';

/** What is known of the text of a query: the name under which PostgreSQL keeps its plan, and whether it does nothing but read. */
export type Statement = { name: string | undefined; onlyReads: boolean };

const known = new Map<string, Statement>();

/**
 * Names every query that reads, so that PostgreSQL plans it once per connection: planning a list
 * costs more than running it. Texts are few because lists of values travel as arrays.
 */
export function statementOf(text: string): Statement {
	const before = known.get(text);
	if (before) return before;
	if (!/^(select|with)\b/.test(text)) return { name: undefined, onlyReads: false };
	const statement = { name: createHash('sha1').update(text).digest('base64url'), onlyReads: !leavesTraces.test(text) };
	known.set(text, statement);
	return statement;
}

/** Writes, row locks and what a session keeps. A word too many only costs a query its place in a lane. */
const leavesTraces =
	/\b(insert|update|delete|merge|for (key )?share|set_config|pg_\w*advisory\w*|pg_notify|nextval|setval)\b/;
