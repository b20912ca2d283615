import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, disconnect, type Reading } from '../src/database/connection.ts';
import { Connection } from './client.ts';
import { lanes, percentile, time, warmUp, type Measure } from './measuring.ts';
import { castDesk, castMaster, castPlayers } from './players.ts';
import { memoryOf, memoryOfCluster, processorMsOf, startPortal, type Portal } from './portal.ts';
import { readingScenarios, writingScenarios, type FullTiming, type Scenario } from './scenarios.ts';
import { openScratch, type Scratch } from './scratch.ts';
import { weigh, type Weight } from './weighing.ts';

export type Options = {
	tickets: number;
	seed: number;
	fresh: boolean;
	/** Ask for compressed pages. */
	gzip: boolean;
	/** Only the scenarios whose name contains this. */
	only: string;
	profileInto?: string;
};

type Memory = { portal: { rss: number; pss: number }; database: number | null };

export type Results = {
	at: string;
	tickets: number;
	seed: number;
	gzip: boolean;
	timings: FullTiming[];
	weights?: { login: Weight; list: Weight };
	memory?: { idle: Memory; afterLoad: Memory };
	/** Milliseconds from the command to the first page; with the embedded database, its start is in it. */
	startMs?: number;
};

const usual: Measure = { requests: 300, seconds: 4 };

/** One run over a database of this size: start, pages, floor, writing, sizes. */
export async function run(options: Options): Promise<Results> {
	const { tickets, seed, gzip, only } = options;
	const scratch = await openScratch({ tickets, seed }, options);
	try {
		const db = connect(scratch.url, lanes);
		const portal = await startPortal({ databaseUrl: scratch.url, profileInto: options.profileInto });
		try {
			await sleep(2000);
			const idle = memory(portal, scratch);
			const cast = { players: await castPlayers(db), master: await castMaster(db), desk: await castDesk(db) };
			const wanted = (scenario: Scenario) => scenario.name.includes(only);
			const timings: FullTiming[] = [];
			for (const scenario of readingScenarios(cast)) await warm(scenario, portal);
			for (const scenario of readingScenarios(cast).filter(wanted))
				timings.push(await measure(scenario, portal, db, gzip));
			const weights = only ? undefined : await weighBoth(portal, cast.players[0]?.session);
			for (const scenario of writingScenarios(cast).filter(wanted))
				timings.push(await measure(scenario, portal, db, gzip));
			const afterLoad = memory(portal, scratch);
			await disconnect();
			await portal.stop();
			const startMs = only ? undefined : await measureStart(scratch);
			return {
				at: new Date().toISOString(),
				tickets,
				seed,
				gzip,
				timings,
				weights,
				memory: { idle, afterLoad },
				startMs,
			};
		} finally {
			await disconnect();
			await portal.stop();
		}
	} finally {
		await scratch.stop();
	}
}

async function warm({ page }: Scenario, portal: Portal): Promise<void> {
	const connections = openLanes(portal, false);
	await warmUp((lane, turn) => page(connections[lane]!, turn));
	for (const connection of connections) connection.close();
}

function openLanes(portal: Portal, gzip: boolean): Connection[] {
	return Array.from({ length: lanes }, () => new Connection(portal.origin, gzip ? 'br, gzip' : undefined));
}

async function measure(scenario: Scenario, portal: Portal, db: Reading, gzip: boolean): Promise<FullTiming> {
	const { name, target, measure: how = usual } = scenario;
	process.stderr.write(`${name} …\n`);
	const connections = openLanes(portal, gzip);
	try {
		const page = await time(
			(lane, turn) => scenario.page(connections[lane]!, turn),
			how,
			() => processorMsOf(portal.pid),
		);
		// A floor is quicker by far: half the time says as much.
		const floor = await time(async (_, turn) => void (await scenario.floor(db, turn)), {
			...how,
			seconds: how.seconds / 2,
		});
		return { name, target, ...page, floor };
	} finally {
		for (const connection of connections) connection.close();
	}
}

async function weighBoth({ origin }: Portal, session: string | undefined) {
	return { login: await weigh(origin, '/login'), list: await weigh(origin, '/tickets', session) };
}

function memory(portal: Portal, { dataDir }: Scratch): Memory {
	return {
		portal: memoryOf(portal.pid),
		database: dataDir === null ? null : memoryOfCluster(join(dataDir, 'postgres')),
	};
}

/** The middle one of three starts, after the last one has stopped cleanly. */
async function measureStart({ url, dataDir, stop }: Scratch): Promise<number> {
	if (dataDir) await stop();
	const took: number[] = [];
	for (let turn = 0; turn < 3; turn++) {
		const since = performance.now();
		const portal = await startPortal(dataDir ? { dataDir } : { databaseUrl: url }, '/login');
		took.push(performance.now() - since);
		await portal.stop();
	}
	return percentile(took, 0.5);
}
