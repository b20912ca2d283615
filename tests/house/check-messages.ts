import { readdirSync, readFileSync } from 'node:fs';
import { messageViolations, type Messages } from './messages.ts';
import { readSources, report } from './sources.ts';

const languages: Record<string, Messages> = {};
for (const file of readdirSync('messages')) {
	const { $schema: _, ...messages } = JSON.parse(readFileSync(`messages/${file}`, 'utf8')) as Messages;
	languages[file.replace('.json', '')] = messages;
}
const sources = readSources('src', 'installation').filter(({ path }) => !path.endsWith('.test.ts'));
report(messageViolations(languages, sources));
