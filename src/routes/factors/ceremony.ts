/** What the portal would not do, in the reader's words, and at which field. */
export class Unwilling extends Error {
	readonly field: 'password' | 'passkey';

	constructor(problem: string, field: 'password' | 'passkey') {
		super(problem);
		this.field = field;
	}
}

export function knowsPasskeys(): boolean {
	return typeof PublicKeyCredential === 'function';
}

/** Has the browser make a passkey; answers what the portal checks, as JSON. @throws Unwilling, and whatever the browser throws */
export async function makePasskey(password: string): Promise<string> {
	const { startRegistration } = await import('@simplewebauthn/browser');
	const optionsJSON = await ask('/factors/options', { password });
	return JSON.stringify(await startRegistration({ optionsJSON } as Parameters<typeof startRegistration>[0]));
}

/** Has the browser sign with a passkey that the account has; answers what the portal checks, as JSON. */
export async function signWithPasskey(): Promise<string> {
	const { startAuthentication } = await import('@simplewebauthn/browser');
	const optionsJSON = await ask('/factors/passkey/options', {});
	return JSON.stringify(await startAuthentication({ optionsJSON } as Parameters<typeof startAuthentication>[0]));
}

async function ask(path: string, fields: Record<string, string>): Promise<unknown> {
	const answer = await fetch(path, { method: 'POST', body: new URLSearchParams(fields) });
	const said = (await answer.json()) as { problem?: string; field?: 'password' | 'passkey' };
	if (!answer.ok) throw new Unwilling(said.problem ?? '', said.field ?? 'passkey');
	return said;
}
