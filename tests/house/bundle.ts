import { globSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

// Words that only server code holds. SvelteKit does not stop a component from importing a verb beside it;
// the page's few hundred bytes then silently become the whole database layer.
const serverWords = [
	/\bkysely\b/i,
	/graphile_worker/,
	/argon2/,
	/nodemailer/,
	/sanitize-html|sanitizeHtml/,
	/\bnode:(fs|net|crypto|path|stream|http)\b/,
	/DATABASE_URL|SMTP_URL|METRICS_TOKEN/,
	/\b(select|delete) [\w.*", ]*from [a-z_]{3,}/,
	/\binsert into [a-z_]{3,}/,
];

// Compressed bytes. A page's own chunk is small, and the largest that of an RMA, whose form has every field in five languages; the editor,
// loaded on demand, is the largest chunk there may be.
const limits = { page: 28_000, chunk: 140_000 };

/** A script that browsers load. */
export type Script = { path: string; text: string };

export function readBundle(): Script[] {
	return globSync('build/client/**/*.js').map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

/** What in the browser's scripts belongs on the server or to development, or is too large. */
export function bundleViolations(scripts: Script[]): string[] {
	return scripts.flatMap(({ path, text }) => [
		...serverCode(path, text),
		...developersCode(path, text),
		...tooHeavy(path, text),
	]);
}

function serverCode(path: string, text: string): string[] {
	return serverWords.flatMap((word) => {
		const match = word.exec(text);
		return match ? [`${path}: server code in the browser ("${match[0]}").`] : [];
	});
}

// Pages that watch themselves for their author's mistakes take twice the time; there every component knows the name of its file.
function developersCode(path: string, text: string): string[] {
	return /Symbol\(['"`]filename['"`]\)/.test(text) ? [`${path}: built for development.`] : [];
}

function tooHeavy(path: string, text: string): string[] {
	const size = gzipSync(text).length;
	const limit = path.includes('/nodes/') ? limits.page : limits.chunk;
	return size > limit ? [`${path}: ${size} bytes compressed, the limit is ${limit}.`] : [];
}
