import type { Config } from './config.server.ts';

const customers = {
	C1001: 'Master workshop in Italy (Italian)',
	C2001: 'workshop in France (French), Slave of C1001',
	C3001: 'workshop in Spain (Spanish), subscription expired',
	C4001: 'workshop in Kazakhstan (Russian)',
	C5001: 'second Master in Italy (English)',
};
const staff = {
	'technician@serialdesk.test': 'technician, Italy',
	'technician.fr@serialdesk.test': 'technician, France',
	'supervisor@serialdesk.test': 'supervisor',
	'admin@serialdesk.test': 'administrator',
};

/** What a newcomer needs to go on: the address and, in the demonstration, who he can be. */
export function welcome({ origin, demo }: Config): string {
	const address = `Serialdesk is ready: ${origin}`;
	if (!demo) return address;
	return [
		'',
		`  ${address}`,
		'',
		'  Demonstration. Every password is: serialdesk-demo',
		'',
		`  Customers log in at ${origin}/login`,
		...table(customers),
		'',
		`  Staff log in at ${origin}/desk/login`,
		...table(staff),
		'',
		`  Every mail can be read at ${origin}/dev/mailbox`,
		'  Ctrl-C stops it.',
		'',
	].join('\n');
}

function table(logins: Record<string, string>): string[] {
	return Object.entries(logins).map(([login, what]) => `    ${login.padEnd(32)}${what}`);
}
