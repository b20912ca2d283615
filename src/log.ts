import pino, { type Logger } from 'pino';
import { config } from './config.server.ts';

const secrets = ['cookie', 'authorization', 'password', 'current', 'confirm', 'otp', 'token', 'set-cookie'];

let logger: Logger | undefined;

/** The process's log: JSON lines on standard output. Cookies, tokens and passwords are blackened at any of the first three levels. */
export function log(): Logger {
	return (logger ??= pino({
		level: config().logLevel,
		base: { pid: process.pid },
		timestamp: pino.stdTimeFunctions.isoTime,
		serializers: { err: describeError },
		redact: {
			paths: secrets.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
			censor: '[secret]',
		},
	}));
}

// The database driver hangs its whole client on some errors, password included: only what an error says is logged.
function describeError(error: unknown) {
	if (!(error instanceof Error)) return { message: String(error) };
	const { name, message, stack, code, detail, constraint } = error as Error & Record<string, unknown>;
	return { name, message, stack, code, detail, constraint };
}
