import { config } from './config.server.ts';
import { Obstacle } from './obstacle.ts';

type Command = { does: string; run(args: string[]): Promise<void> };

// Each command loads its own parts: the list below should not wait for a web server.
const commands: Record<string, Command> = {
	start: {
		does: 'builds the pages when they have changed and runs the portal',
		async run() {
			const settings = config();
			const { buildIfNeeded } = await import('./commands/building.ts');
			await buildIfNeeded();
			const { serve } = await import('./server.ts');
			await serve(settings);
		},
	},
	dev: {
		does: 'runs the portal from source and shows every change at once',
		async run() {
			const { develop } = await import('./commands/developing.ts');
			await develop(config());
		},
	},
	migrate: {
		does: 'brings the database to this version',
		async run() {
			const { migrateOnly } = await import('./commands/migrating.ts');
			await migrateOnly(config());
		},
	},
	import: {
		does: 'brings in customers, units or old tickets from a file',
		async run(args) {
			const { importFile } = await import('./commands/importing.ts');
			await importFile(args, config());
		},
	},
	staff: {
		does: 'adds a member of the staff, such as the first administrator: staff add EMAIL --name NAME --role ROLE',
		async run(args) {
			const { manageStaff } = await import('./commands/staffing.ts');
			await manageStaff(args, config());
		},
	},
};

/** Runs the command line `serialdesk <command> …`. What the operator can change ends it with status 1, a wrong command with 2. */
export async function run([name = '', ...args]: string[]): Promise<void> {
	const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
	if (!command) return explain(name);
	try {
		await command.run(args);
	} catch (error) {
		console.error(error instanceof Obstacle ? error.message : error);
		process.exit(1);
	}
}

function explain(name: string): void {
	const list = Object.entries(commands).map(([command, { does }]) => `  ${command.padEnd(10)}${does}`);
	const text = ['Usage: serialdesk <command>', '', ...list].join('\n');
	if (name === '--help' || name === 'help') return console.log(text);
	console.error(name === '' ? text : `There is no command "${name}".\n\n${text}`);
	process.exitCode = 2;
}
