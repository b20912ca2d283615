import { parentPort } from 'node:worker_threads';
import type { Paper } from '../paper.ts';
import { setPaper } from './setting.ts';
import { readTypeface } from './typeface.ts';

const face = readTypeface();

const port = parentPort;

port?.on('message', (paper: Paper) => {
	void setPaper(paper, face).then(
		(bytes) => port.postMessage({ bytes }, [bytes.buffer]),
		(error: unknown) => port.postMessage({ error: error instanceof Error ? error.stack : String(error) }, []),
	);
});
