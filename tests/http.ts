import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';

type Request = RequestInit & { headers?: Record<string, string>; duplex?: 'half' };
type Fields = Record<string, string | string[]>;
export type Upload = {
	field: string;
	name: string;
	type?: string;
	body: string | Uint8Array | AsyncIterable<Uint8Array>;
};
export type Answer = { status: number; location: string | null; headers: Headers; text: string };
type Inspection = (asked: string, answer: Answer) => void;

/** A visitor without a browser: keeps its cookies, follows no redirect, posts what it is told to post. */
export class Visitor {
	readonly origin: string;
	readonly #cookies = new Map<string, string>();
	readonly #inspect: Inspection;

	/** `inspect` sees every answer and throws when one is not as all must be. */
	constructor(origin: string, inspect: Inspection = () => {}) {
		this.origin = origin;
		this.#inspect = inspect;
	}

	get cookies(): ReadonlyMap<string, string> {
		return this.#cookies;
	}

	/** A second visitor with the same cookies, as another tab of the same browser. */
	clone(): Visitor {
		const twin = new Visitor(this.origin, this.#inspect);
		for (const [name, value] of this.#cookies) twin.#cookies.set(name, value);
		return twin;
	}

	async get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
		return this.request(path, { headers });
	}

	/** A customer's login. Throws when the portal does not let him in. */
	async login(code: string, password: string): Promise<void> {
		await this.#enter('/login', { code, password });
	}

	/** A technician's login at the desk. */
	async loginAtDesk(email: string, password: string): Promise<void> {
		await this.#enter('/desk/login', { email, password });
	}

	/** An urlencoded form, as a browser without script sends it. */
	async post(path: string, fields: Fields = {}, headers: Record<string, string> = {}): Promise<Answer> {
		const body = new URLSearchParams();
		for (const [name, values] of Object.entries(fields))
			for (const value of [values].flat()) body.append(name, value);
		return this.request(path, { method: 'POST', body, headers });
	}

	/** A multipart form; bodies are streamed, so that one of 101 MiB costs no memory, and one may break off. */
	async postFiles(
		path: string,
		fields: Fields,
		files: Upload[],
		headers: Record<string, string> = {},
	): Promise<Answer> {
		const boundary = `serialdesk${randomBytes(12).toString('hex')}`;
		const body = Readable.toWeb(Readable.from(multipart(boundary, fields, files))) as ReadableStream<Uint8Array>;
		const type = { 'content-type': `multipart/form-data; boundary=${boundary}` };
		return this.request(path, { method: 'POST', body, headers: { ...type, ...headers }, duplex: 'half' });
	}

	/** Any request, with the cookies and the headers of a page of the portal itself. */
	async request(path: string, init: Request = {}): Promise<Answer> {
		const unsafe = init.method && !['GET', 'HEAD'].includes(init.method);
		const response = await fetch(new URL(path, this.origin), {
			...init,
			redirect: 'manual',
			headers: {
				// Without it SvelteKit answers a form's post with JSON and 200.
				accept: 'text/html',
				...(unsafe ? { origin: this.origin } : {}),
				...(this.#cookies.size > 0 ? { cookie: this.#cookieHeader() } : {}),
				...init.headers,
			},
		});
		this.#keepCookies(response.headers);
		const text = await response.text();
		const { status, headers } = response;
		const answer = { status, location: headers.get('location'), headers, text };
		this.#inspect(`${init.method ?? 'GET'} ${path}`, answer);
		return answer;
	}

	async #enter(path: string, fields: Fields): Promise<void> {
		const answer = await this.post(path, fields);
		if (answer.status !== 303) throw new Error(`${path} answered ${answer.status}: ${answer.text.slice(0, 500)}`);
	}

	#cookieHeader(): string {
		return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
	}

	#keepCookies(headers: Headers): void {
		for (const line of headers.getSetCookie()) {
			const [pair = '', ...attributes] = line.split(';');
			const [name = '', ...value] = pair.split('=');
			const over = attributes.some((attribute) => /^\s*max-age=0\s*$/i.test(attribute));
			if (over) this.#cookies.delete(name.trim());
			else this.#cookies.set(name.trim(), value.join('='));
		}
	}
}

async function* multipart(boundary: string, fields: Fields, files: Upload[]): AsyncGenerator<Uint8Array> {
	const encode = (text: string) => new TextEncoder().encode(text);
	for (const [name, values] of Object.entries(fields))
		for (const value of [values].flat())
			yield encode(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
	for (const { field, name, type = 'application/octet-stream', body } of files) {
		const disposition = `Content-Disposition: form-data; name="${field}"; filename="${name.replaceAll('"', '%22')}"`;
		yield encode(`--${boundary}\r\n${disposition}\r\nContent-Type: ${type}\r\n\r\n`);
		if (typeof body === 'string') yield encode(body);
		else if (body instanceof Uint8Array) yield body;
		else yield* body;
		yield encode('\r\n');
	}
	yield encode(`--${boundary}--\r\n`);
}
