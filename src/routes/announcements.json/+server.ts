import { writeJsonFeed } from '../../announcements/json-feed.ts';
import { answerFeed } from '../feeds.server.ts';
import type { RequestHandler } from './$types';

/** What is announced, as JSON Feed. */
export const GET: RequestHandler = (event) =>
	answerFeed(event, { type: 'application/feed+json', write: writeJsonFeed });
