import { Agent, request } from 'node:http';

export type Answer = {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	body: string;
	bytes: Buffer;
};
export type Asked = {
	path: string;
	session?: string;
	/** A form of text fields, posted as a browser posts it. */
	form?: Record<string, string>;
	/** The same as multipart, with empty file slots, as the forms with attachments are posted. */
	multipart?: { fields: Record<string, string>; slots: string[] };
	accept?: string;
};

/** One customer's browser: a connection that is kept open, with the session it is told to use. */
export class Connection {
	readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
	readonly #origin: URL;
	readonly #encoding: string | undefined;

	constructor(origin: string, encoding?: string) {
		this.#origin = new URL(origin);
		this.#encoding = encoding;
	}

	ask({ path, session, form, multipart, accept = 'text/html' }: Asked): Promise<Answer> {
		const { type, body } = posted(form, multipart);
		const headers: Record<string, string> = { accept, 'accept-language': 'en' };
		if (this.#encoding) headers['accept-encoding'] = this.#encoding;
		if (session) headers['cookie'] = `serialdesk=${session}`;
		if (body)
			Object.assign(headers, { origin: this.#origin.origin, 'content-type': type, 'content-length': body.length });
		const { hostname, port } = this.#origin;
		return new Promise((resolve, reject) => {
			const asking = request(
				{ hostname, port, path, method: body ? 'POST' : 'GET', headers, agent: this.#agent },
				(answer) => {
					const chunks: Buffer[] = [];
					answer.on('data', (chunk: Buffer) => chunks.push(chunk));
					answer.on('error', reject);
					answer.on('end', () => {
						const bytes = Buffer.concat(chunks);
						resolve({
							status: answer.statusCode ?? 0,
							headers: answer.headers,
							bytes,
							body: bytes.toString('utf8'),
						});
					});
				},
			);
			asking.on('error', reject);
			asking.end(body);
		});
	}

	close(): void {
		this.#agent.destroy();
	}
}

function posted(form: Asked['form'], multipart: Asked['multipart']): { type: string; body: Buffer | undefined } {
	if (form)
		return { type: 'application/x-www-form-urlencoded', body: Buffer.from(new URLSearchParams(form).toString()) };
	if (!multipart) return { type: '', body: undefined };
	const boundary = '----benchboundary7MA4YWxkTrZu0gW';
	const fields = Object.entries(multipart.fields).map(
		([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
	);
	const slots = multipart.slots.map(
		(slot) =>
			`--${boundary}\r\nContent-Disposition: form-data; name="file.${slot}"; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n\r\n`,
	);
	const text = `${fields.join('')}${slots.join('')}--${boundary}--\r\n`;
	return { type: `multipart/form-data; boundary=${boundary}`, body: Buffer.from(text) };
}
