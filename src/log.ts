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
		redact: {
			paths: secrets.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
			censor: '[secret]',
		},
	}));
}
