export type Timing = {
	/** Milliseconds, one at a time. */
	p50: number;
	p95: number;
	/** How many per second, eight at a time. */
	perSecond: number;
	/** Milliseconds of the portal's processor time for each, eight at a time. */
	processorMs?: number;
};

export type Measure = { requests: number; seconds: number };

/** Something to do over and over: `lane` tells apart who does it at the same time, `turn` counts. */
export type Work = (lane: number, turn: number) => Promise<void>;

export const lanes = 8;

/** How long one takes when nothing else happens, and how many go through when eight are at it all the time. */
export async function time(work: Work, { requests, seconds }: Measure, usedMs?: () => number): Promise<Timing> {
	let turn = 0;
	for (; turn < Math.ceil(requests / 5); turn++) await work(0, turn);
	const took: number[] = [];
	for (let done = 0; done < requests; done++, turn++) {
		const since = performance.now();
		await work(0, turn);
		took.push(performance.now() - since);
	}
	await together(work, seconds / 5, turn);
	const used = usedMs?.() ?? 0;
	const { done, elapsed } = await together(work, seconds, turn + 100_000);
	const processorMs = usedMs && (usedMs() - used) / done;
	return { p50: percentile(took, 0.5), p95: percentile(took, 0.95), perSecond: done / elapsed, processorMs };
}

/** Lets a process that has just started become as quick as it will be. */
export async function warmUp(work: Work): Promise<void> {
	await together(work, 5, 0);
}

async function together(work: Work, seconds: number, from: number): Promise<{ done: number; elapsed: number }> {
	const since = performance.now();
	const until = since + seconds * 1000;
	let turn = from;
	let done = 0;
	const lane = async (_: unknown, number: number) => {
		while (performance.now() < until) {
			await work(number, turn++);
			done++;
		}
	};
	await Promise.all(Array.from({ length: lanes }, lane));
	return { done, elapsed: (performance.now() - since) / 1000 };
}

export function percentile(values: number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
