/**
 * What the check of the log found: the number of entries and the fingerprint of the newest, or the first entry at which the chain
 * is broken: it was changed itself, or the one before it was changed, removed or slipped in.
 */
export type Verdict = { intact: true; entries: number; newest: string } | { intact: false; brokenAt: number };
