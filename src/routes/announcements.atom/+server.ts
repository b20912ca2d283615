import { writeAtom } from '../../announcements/atom.ts';
import { answerFeed } from '../feeds.server.ts';
import type { RequestHandler } from './$types';

/** What is announced, as Atom. */
export const GET: RequestHandler = (event) => answerFeed(event, { type: 'application/atom+xml', write: writeAtom });
