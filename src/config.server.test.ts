import { expect, test } from 'vitest';
import { readConfig } from './config.server.ts';

test('without settings the demonstration runs on http://localhost:3000', () => {
	expect(readConfig({})).toMatchObject({
		port: 3000,
		origin: 'http://localhost:3000',
		originIsDefault: true,
		secureCookies: false,
		databaseUrl: undefined,
		demo: true,
		logLevel: 'warn',
		trustProxy: false,
	});
	expect([...readConfig({ PORT: '4000' }).allowedHosts]).toEqual(['localhost:4000', '127.0.0.1:4000', '[::1]:4000']);
});

test('a configured origin is the only host, with and without its usual port', () => {
	const config = readConfig({ ORIGIN: 'https://Support.Example.com/', SERIALDESK_DEMO: 'off' });
	expect(config).toMatchObject({
		origin: 'https://support.example.com',
		secureCookies: true,
		demo: false,
		logLevel: 'info',
	});
	expect([...config.allowedHosts]).toEqual(['support.example.com', 'support.example.com:443']);
});

test('an empty variable is an unset one', () => {
	expect(readConfig({ PORT: '', ORIGIN: '', CLAMAV_URL: '' }).port).toBe(3000);
});

test('files lie below the data unless a folder is named', () => {
	expect(readConfig({ DATA_DIR: '/srv/desk' }).storageDirectory).toBe('/srv/desk/files');
	expect(readConfig({ STORAGE_URL: 'file:///srv/files' }).storageDirectory).toBe('/srv/files');
	expect(readConfig({ STORAGE_URL: 'file:/srv/files' }).storageDirectory).toBe('/srv/files');
});

test.for([
	['PORT', '0'],
	['PORT', '65536'],
	['PORT', '3e3'],
	['PORT', '0x10'],
	['ORIGIN', 'support.example.com'],
	['ORIGIN', 'ftp://support.example.com'],
	['ORIGIN', 'https://support.example.com/portal'],
	['ORIGIN', 'https://somebody@support.example.com'],
	['DATABASE_URL', 'mysql://localhost/desk'],
	['SMTP_URL', 'mail.example.com'],
	['STORAGE_URL', 's3://bucket'],
	['STORAGE_URL', 'file:'],
	['CLAMAV_URL', 'tcp://localhost:3310'],
	['SERIALDESK_DEMO', 'maybe'],
	['LOG_LEVEL', 'loud'],
	['METRICS_TOKEN', 'short'],
	['TRUST_PROXY', 'yes please'],
	['SERIALDESK_DEBUG', '1'],
])('%s=%s is refused in one line that names it', ([name = '', value]) => {
	expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name}\\b.*\\.$`));
});

test('outside the demonstration the origin must be configured', () => {
	expect(() => readConfig({ SERIALDESK_DEMO: 'off' })).toThrow(/^ORIGIN is missing/);
});

test('every bad setting has its line, and secrets are not repeated', () => {
	expect(() => readConfig({ PORT: 'x', METRICS_TOKEN: 'hush' })).toThrow(
		/^PORT.*\nMETRICS_TOKEN cannot be used(?!.*hush)/,
	);
});
