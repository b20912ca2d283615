import type { Role } from '../identity/actor.ts';

/** One of the maker's people, with the branches he serves. */
export type Member = { id: number; name: string; email: string; role: Role; branchIds: number[] };
