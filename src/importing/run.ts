export const importKinds = ['customers', 'units', 'tickets'] as const;
export type ImportKind = (typeof importKinds)[number];

export type RunState = 'waiting' | 'running' | 'finished' | 'failed' | 'cancelled';

/** How a file may be written; of what is not Unicode only a person can say how. */
export const encodings = ['', 'windows-1252', 'windows-1251', 'windows-1250'] as const;

export const maxImportBytes = 2 ** 30;

/** One upload and what has become of it so far. */
export type ImportRun = {
	id: number;
	kind: ImportKind;
	state: RunState;
	fileName: string;
	size: number;
	overwrites: boolean;
	bytesRead: number;
	added: number;
	updated: number;
	existing: number;
	/** Rows, not reasons: one row may be refused for several. */
	refused: number;
	problem: string | null;
	who: string;
	createdAt: Date;
	startedAt: Date | null;
	finishedAt: Date | null;
};

export function isImportKind(text: string): text is ImportKind {
	return (importKinds as readonly string[]).includes(text);
}

export function isOpen({ state }: Pick<ImportRun, 'state'>): boolean {
	return state === 'waiting' || state === 'running';
}

export function rowsRead({ added, updated, existing, refused }: ImportRun): number {
	return added + updated + existing + refused;
}

/** How far a run is and how fast; `secondsLeft` once there is something to reckon from. */
export function paceOf(run: ImportRun, now: Date): { share: number; perSecond: number; secondsLeft: number | null } {
	const share = run.size > 0 ? Math.min(1, run.bytesRead / run.size) : 0;
	const end = run.finishedAt ?? now;
	const seconds = run.startedAt ? (end.getTime() - run.startedAt.getTime()) / 1000 : 0;
	const perSecond = seconds > 0 ? Math.round(rowsRead(run) / seconds) : 0;
	const known = run.state === 'running' && share > 0.01 && seconds > 2;
	return { share, perSecond, secondsLeft: known ? Math.ceil((seconds / share) * (1 - share)) : null };
}
