import { buildIfNeeded } from '../src/commands/building.ts';

// The pages of these very sources, before two portals at once would build them: Vitest's set-up for what asks a portal, and a step of the whole run.
await buildIfNeeded();

export function setup(): void {}
