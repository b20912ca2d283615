import { Agent, request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';

export type Question = {
	method: string;
	path: string;
	headers?: Record<string, string | undefined>;
	fields?: Record<string, string | string[]>;
};
export type Answer = { status: number; location: string | null; headers: Record<string, string>; text: string };

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/** Asks as a page of the portal would, with exactly these headers besides; a header that is undefined is not sent. */
export async function ask(origin: string, { method, path, headers, fields }: Question): Promise<Answer> {
	const isSafe = method === 'GET' || method === 'HEAD';
	const form = { origin, 'content-type': 'application/x-www-form-urlencoded' };
	const wanted = { accept: 'text/html', ...(isSafe ? {} : form), ...headers };
	const sent = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
	const asking = request(new URL(path, origin), { method, agent, headers: sent });
	asking.end(isSafe ? undefined : encode(fields ?? {}));
	const [answer] = (await once(asking, 'response')) as [IncomingMessage];
	const text = (await answer.setEncoding('utf8').toArray()).join('');
	const found = Object.entries(answer.headers).map(([name, value]) => [name, [value].flat().join('\n')]);
	return {
		status: answer.statusCode ?? 0,
		location: answer.headers.location ?? null,
		headers: Object.fromEntries(found),
		text,
	};
}

function encode(fields: Record<string, string | string[]>): string {
	const pairs = Object.entries(fields).flatMap(([name, values]) => [values].flat().map((value) => [name, value]));
	return new URLSearchParams(pairs).toString();
}

/** An answer with data instead of a page, read as a page's: its redirect, or the status of the node that was asked for. */
export function readData(answer: Answer, node: number): Answer {
	if (!answer.text.startsWith('{')) return answer;
	const data = JSON.parse(answer.text.split('\n')[0] ?? '') as Data;
	if (data.type === 'redirect') return { ...answer, status: 303, location: data.location ?? null };
	const own = data.nodes?.[node];
	if (own?.type === 'error') return { ...answer, status: own.error?.status ?? 500 };
	// Not the node that was meant: then nothing was tried.
	return own?.type === 'skip' || data.nodes?.[node + 1]?.type === 'data' ? { ...answer, status: 500 } : answer;
}

type Data = {
	type: string;
	location?: string;
	nodes?: ({ type: string; error?: { status?: number } } | null)[];
};

/** What two answers must have in common when one must not be told from the other: all but what differs between any two. */
export function comparable({ status, headers, text }: Answer, values: Record<string, string>): string {
	const { date: _, etag: __, 'content-length': ___, 'x-request-id': ____, ...rest } = headers;
	let words = `${status}\n${JSON.stringify(rest)}\n${text}`
		.replace(/nonce(=|-)\\?["']?[\w+/=]+["']?/g, 'nonce')
		.replace(/__sveltekit_\w+/g, '__sveltekit');
	for (const value of Object.values(values).filter((one) => one.length > 3))
		for (const written of [value, encodeURIComponent(value), value.toLowerCase()])
			words = words.replaceAll(written, '…');
	return words;
}
