import type { Account, Locale } from './identity/account.ts';
import type { Actor } from './identity/actor.ts';

declare global {
	namespace App {
		interface Locals {
			/** Who is asking; null before login and until every step of it is passed. Every lookup starts from it. */
			actor: Actor | null;
			/** Whose session it is, whatever its step. */
			account: Account | null;
			/** The language of this answer. */
			locale: Locale;
			/** Finds the lines of this request in the log. */
			requestId: string;
		}
		interface Error {
			message: string;
			/** The stable code of a refusal, as in `refusal_<code>` of the messages. */
			code?: string;
			/** Finds the matching line in the log. */
			id?: string;
		}
	}
}
