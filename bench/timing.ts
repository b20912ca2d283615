import { buildIfNeeded } from '../src/commands/building.ts';
import { addressOf, openDoor, post, quantile } from './door.ts';

// node bench/timing.ts: whether the time of an answer tells if an account exists (safety.md, Identity). Existing and unknown ones are
// asked in turn, so that whatever else the machine does falls on both.

const n = 300;
await buildIfNeeded();
const door = await openDoor(n);
let address = 0;

async function compare(what: string, ask: (who: { code: string; email: string }, headers: object) => Promise<number>) {
	const existing: number[] = [];
	const unknown: number[] = [];
	for (const [index, customer] of door.customers.entries()) {
		const nobody = { code: `X${index + 1}`, email: `x${index + 1}@workshop.test` };
		const asked = async (who: typeof nobody, times: number[]) =>
			times.push(await ask(who, { 'x-forwarded-for': addressOf(address++) }));
		// Whoever comes first changes from turn to turn.
		const turn = [() => asked(customer, existing), () => asked(nobody, unknown)];
		for (const one of index % 2 ? turn : turn.toReversed()) await one();
	}
	const [known, other] = [quantile(existing, 0.5), quantile(unknown, 0.5)];
	console.log(
		`${what}, n = ${n} each: existing ${known.toFixed(2)} ms, unknown ${other.toFixed(2)} ms, difference of medians ${(known - other).toFixed(2)} ms; p95 ${quantile(existing, 0.95).toFixed(1)} and ${quantile(unknown, 0.95).toFixed(1)} ms`,
	);
}

await compare('wrong login', async ({ code }, headers) => {
	const fields = { code, password: `wrong ${address}` };
	const { status, ms } = await post(door.origin, '/login', fields, headers as Record<string, string>);
	if (status !== 400) throw new Error(`the login answered ${status}`);
	return ms;
});
await compare('recovery', async ({ code, email }, headers) => {
	const fields = { email, identity: code };
	const { status, ms } = await post(door.origin, '/recover', fields, headers as Record<string, string>);
	if (status !== 200) throw new Error(`the recovery answered ${status}`);
	return ms;
});
await door.close();
