import type { Transport } from '@sveltejs/kit/hooks';
import { OnServer } from './on-server.ts';

/** In place of what stays on the server, nothing. */
export const transport: Transport = {
	OnServer: { encode: (value) => value instanceof OnServer && 1, decode: () => undefined },
};
