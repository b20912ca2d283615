import { writeSnippet } from '../../announcements/snippet.ts';
import { answerFeed } from '../feeds.server.ts';
import type { RequestHandler } from './$types';

/** A script that shows on another site what is announced. */
export const GET: RequestHandler = (event) => answerFeed(event, { type: 'text/javascript', write: writeSnippet });
