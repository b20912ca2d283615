import type { Kysely } from 'kysely';
import type { DB } from '../../src/database/schema.generated.ts';
import { ask, comparable, readData, type Answer, type Question } from './asking.ts';
import type { Entry, Fields } from './entry.ts';
import type { Operation } from './operations.ts';
import { withSession, type Person } from './people.ts';
import type { Outcome } from './rules.ts';
import type { Thing } from './thing.ts';
import type { World } from './world.ts';

export type Stage = { origin: string; db: Kysely<DB>; world: World; people: Person[] };

/** One question of the matrix: who asks for what, about which thing, and in which form the answer comes. */
export type Case = { operation: Operation; entry: Entry; person: Person; thing: Thing | null; asData: boolean };

/** Answers of whoever may: the page; a form that is done, or refused for what stands in it. */
const granted = { safe: [200], unsafe: [200, 201, 204, 303, 400, 409, 413, 422, 423] };
const doors = /^\/(desk\/)?login|^\/(password|factors|terms)\b/;

/** Every case of an operation: each person with each thing that concerns him; pages as pages and as data. */
export function casesOf(operation: Operation, entry: Entry, { people, world }: Stage): Case[] {
	const known = entry.about?.flatMap((kind) => world.things[kind]) ?? [null];
	const things = known.filter((thing) => !(thing?.isMissing && entry.formFirst));
	const forms = operation.kind === 'layout' ? [true] : operation.node === undefined ? [false] : [false, true];
	return forms.flatMap((asData) =>
		people.flatMap((person) =>
			things
				.filter((thing) => !thing || concerns(person, thing, things))
				.map((thing) => ({ operation, entry, person, thing, asData })),
		),
	);
}

/** Who is stopped at the door is tried with something of his own, something of another and something missing. */
function concerns(person: Person, thing: Thing, things: (Thing | null)[]): boolean {
	if (person.kind !== 'outside' && person.step === 'open') return true;
	const isHis = (one: Thing | null) => one?.owner === person.who || Object.hasOwn(one?.rights ?? {}, person.who ?? '');
	return thing.isMissing === true || thing === things.find(isHis) || thing === things.find((one) => !isHis(one));
}

/** Asks every case and answers a sentence for each that is not as its entry says. */
export async function check(cases: Case[], stage: Stage): Promise<string[]> {
	const deviations: string[] = [];
	const missing = new Map<string, string>();
	const about = (one: Case) => `${one.person.name} ${String(one.asData)}`;
	const judge = async (one: Case) => {
		const answer = await answerTo(one, stage);
		if (one.thing?.isMissing) missing.set(about(one), comparable(answer, one.thing.values));
		const deviation = deviationOf(one, answer, missing.get(about(one)));
		if (deviation) deviations.push(`${nameOf(one)}: ${deviation}`);
	};
	// Missing things first: the others are compared with them.
	const [first, rest] = [
		cases.filter(({ thing }) => thing?.isMissing),
		cases.filter(({ thing }) => !thing?.isMissing),
	];
	for (const batch of [first, rest]) await inParallel(batch, cases[0]?.entry.usesUp ? 1 : 6, judge);
	return deviations;
}

function nameOf({ operation, person, thing, asData }: Case): string {
	return [operation.id + (asData ? ' as data' : ''), person.name, thing?.name].filter(Boolean).join(' · ');
}

async function answerTo(one: Case, stage: Stage): Promise<Answer> {
	const { entry, asData } = one;
	const person = entry.endsSession ? await withSession(stage.db, one.person) : one.person;
	const answer = await ask(stage.origin, question({ ...one, person }));
	if (entry.usesUp) await stage.world.repair();
	return asData ? readData(answer, one.operation.node ?? 0) : answer;
}

/** How a case is asked for. Data is asked for from the page's or layout's own node alone, so that nobody above answers for it. */
export function question({ operation, entry, person, thing, asData }: Case, fields?: Fields): Question {
	const { method, node = 0 } = operation;
	const path = filled(operation.path, entry, thing);
	const data = `${path === '/' ? '' : path}/__data.json?x-sveltekit-invalidated=${'0'.repeat(node)}1`;
	return {
		method: method === 'fallback' ? 'POST' : method,
		path: asData ? data : path,
		headers: person.headers,
		fields: fields ?? entry.fields?.(thing ?? nothing) ?? {},
	};
}

const nothing: Thing = { name: '', values: {}, rights: {}, branches: [] };

function filled(path: string, entry: Entry, thing: Thing | null): string {
	return path.replaceAll(/\[{1,2}(?:\.{3})?(\w+)(?:=\w+)?\]{1,2}/g, (bracket, name: string) => {
		const value = thing?.values[name] ?? entry.at?.[name];
		if (value === undefined) throw new Error(`${path}: nothing stands for ${bracket}`);
		return encodeURIComponent(value);
	});
}

function deviationOf(one: Case, answer: Answer, ofMissing: string | undefined): string | undefined {
	const { entry, person, thing } = one;
	const outcome = entry.rule(person, thing);
	const got = `got ${answer.status}${answer.location ? ` to ${answer.location}` : ''}`;
	if (answer.status >= 500) return got;
	if (isAs(outcome, one, answer)) return looksMissing(outcome, one, answer, ofMissing);
	return `expected ${typeof outcome === 'string' ? outcome : locationOf(outcome, one)}, ${got}`;
}

function isAs(outcome: Outcome, one: Case, { status, location }: Answer): boolean {
	const { operation, entry } = one;
	if (outcome === 'missing') return status === 404;
	if (outcome === 'forbidden') return status === 403;
	if (typeof outcome === 'object') return status === 303 && location === locationOf(outcome, one);
	if (entry.accepts?.includes(status)) return true;
	return granted[operation.method === 'GET' ? 'safe' : 'unsafe'].includes(status) && !doors.test(location ?? '');
}

function locationOf({ to, back }: Exclude<Outcome, string>, { operation, entry, thing }: Case): string {
	const [page = '', action] = filled(operation.path, entry, thing).split('?/');
	const isPage = operation.method === 'GET' || action !== undefined;
	return back && isPage ? `${to}?to=${encodeURIComponent(page)}${action === undefined ? '' : '&unsent'}` : to;
}

function looksMissing(outcome: Outcome, { thing }: Case, answer: Answer, ofMissing: string | undefined) {
	if (outcome !== 'missing' || !thing || thing.isMissing || !ofMissing) return undefined;
	const found = comparable(answer, thing.values);
	return found === ofMissing ? undefined : `can be told from a missing one: ${firstDifference(found, ofMissing)}`;
}

function firstDifference(one: string, other: string): string {
	let place = 0;
	while (one[place] === other[place]) place++;
	return JSON.stringify([one, other].map((text) => text.slice(Math.max(0, place - 30), place + 50)));
}

async function inParallel<One>(all: One[], atOnce: number, work: (one: One) => Promise<void>): Promise<void> {
	const waiting = [...all];
	const lane = async () => {
		for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
	};
	await Promise.all(Array.from({ length: atOnce }, lane));
}
