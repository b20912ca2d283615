import { writeCalendar } from '../../announcements/calendar-file.ts';
import { answerFeed } from '../feeds.server.ts';
import type { RequestHandler } from './$types';

/** Closures as a calendar to subscribe to. */
export const GET: RequestHandler = (event) => answerFeed(event, { type: 'text/calendar', write: writeCalendar });
