import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { Obstacle } from './obstacle.ts';

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export type Config = Readonly<{
	port: number;
	/** The public address, e.g. `https://support.example.com`: for links, cookies and the check of other sites' requests. */
	origin: string;
	originIsDefault: boolean;
	/** The values of the Host header that get an answer. */
	allowedHosts: ReadonlySet<string>;
	secureCookies: boolean;
	/** Undefined: the embedded server. */
	databaseUrl: string | undefined;
	dataDir: string;
	storageDirectory: string;
	/** Undefined: letters stay in the mailbox. */
	smtpUrl: string | undefined;
	demo: boolean;
	logLevel: (typeof logLevels)[number];
	metricsToken: string | undefined;
	trustProxy: boolean;
}>;

const onOff = (preset: boolean) =>
	z
		.enum(['on', 'off', '1', '0', 'true', 'false'], 'on or off')
		.transform((value) => ['on', '1', 'true'].includes(value))
		.default(preset);

const text = (isGood: (value: string) => boolean, accepted: string) => z.string().refine(isGood, accepted).optional();

const settings = z.object({
	PORT: text(
		(value) => /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65535,
		'a number from 1 to 65535',
	),
	ORIGIN: text(isOrigin, 'the public address without a path, such as https://support.example.com'),
	DATABASE_URL: text(
		isAddress('postgres:', 'postgresql:'),
		'an address such as postgres://user:password@host:5432/database',
	),
	DATA_DIR: z.string().default('data'),
	SMTP_URL: text(isAddress('smtp:', 'smtps:'), 'an address such as smtp://user:password@host:587'),
	STORAGE_URL: text(
		(value) => /^file:./.test(value),
		'a folder such as file:/var/lib/serialdesk (s3: is not supported by this version)',
	),
	CLAMAV_URL: text(() => false, 'nothing: the virus scan is not supported by this version'),
	SERIALDESK_DEMO: onOff(true),
	LOG_LEVEL: z.enum(logLevels, `one of ${logLevels.join(', ')}`).optional(),
	METRICS_TOKEN: text((value) => /^\S{16,}$/.test(value), 'at least 16 characters without blanks'),
	TRUST_PROXY: onOff(false),
});

/** Never repeated on a screen or in a log. */
const secret = new Set(['DATABASE_URL', 'SMTP_URL', 'METRICS_TOKEN']);

/** Reads the settings from an environment. Throws an `Obstacle` with a line for each that is unusable or unknown. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
	// Compose files and service units write an unset variable as an empty one.
	const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
	const result = settings.safeParse(given);
	const complaints = [...unknownNames(given), ...(result.error?.issues ?? []).map((issue) => complaint(issue, given))];
	if (!result.success || complaints.length > 0) throw new Obstacle(complaints.join('\n'));
	const { ORIGIN: origin, SERIALDESK_DEMO: demo } = result.data;
	if (!origin && !demo)
		throw new Obstacle(
			'ORIGIN is missing: without the demonstration it must be the public address, such as https://support.example.com.',
		);
	return Object.freeze(arrange(result.data));
}

let own: Config | undefined;

/** The settings of this process. */
export function config(): Config {
	return (own ??= readConfig(process.env));
}

function arrange(read: z.infer<typeof settings>): Config {
	const port = Number(read.PORT ?? 3000);
	const origin = new URL(read.ORIGIN ?? `http://localhost:${port}`).origin;
	const dataDir = resolve(read.DATA_DIR);
	return {
		port,
		origin,
		originIsDefault: !read.ORIGIN,
		allowedHosts: new Set(hostsOf(origin, !read.ORIGIN)),
		secureCookies: origin.startsWith('https:'),
		databaseUrl: read.DATABASE_URL,
		dataDir,
		storageDirectory: read.STORAGE_URL ? folderOf(read.STORAGE_URL) : resolve(dataDir, 'files'),
		smtpUrl: read.SMTP_URL,
		demo: read.SERIALDESK_DEMO,
		// A newcomer's terminal shows what he can use; a service's log shows everything.
		logLevel: read.LOG_LEVEL ?? (read.SERIALDESK_DEMO ? 'warn' : 'info'),
		metricsToken: read.METRICS_TOKEN,
		trustProxy: read.TRUST_PROXY,
	};
}

function unknownNames(given: NodeJS.ProcessEnv): string[] {
	const unknown = Object.keys(given).filter((name) => name.startsWith('SERIALDESK_') && !(name in settings.shape));
	return unknown.map(
		(name) => `${name} is not a setting: the settings are ${Object.keys(settings.shape).join(', ')}.`,
	);
}

function complaint(issue: z.core.$ZodIssue, given: NodeJS.ProcessEnv): string {
	const name = String(issue.path[0]);
	const found = secret.has(name) ? name : `${name}=${JSON.stringify(given[name])}`;
	return `${found} cannot be used: accepted is ${issue.message}.`;
}

function isOrigin(value: string): boolean {
	const url = URL.canParse(value) ? new URL(value) : undefined;
	return url !== undefined && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
}

function isAddress(...schemes: string[]) {
	return (value: string) => URL.canParse(value) && schemes.includes(new URL(value).protocol);
}

/** Browsers leave a scheme's usual port out, other clients may name it. */
function hostsOf(origin: string, isDefault: boolean): string[] {
	const { protocol, host, hostname, port } = new URL(origin);
	if (!port) return [host, `${hostname}:${protocol === 'https:' ? 443 : 80}`];
	return isDefault ? [host, `127.0.0.1:${port}`, `[::1]:${port}`] : [host];
}

function folderOf(url: string): string {
	return url.startsWith('file://') ? fileURLToPath(url) : resolve(url.slice('file:'.length));
}
