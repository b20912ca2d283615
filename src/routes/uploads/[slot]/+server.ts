import { json } from '@sveltejs/kit';
import { Refusal } from '../../../refusal.ts';
import { receivePosted } from '../../form.server.ts';
import { asWriter } from '../../request.server.ts';
import type { RequestHandler } from './$types';

/** Receives files ahead of their form, so that the page can show how far they are; answers what now waits, or why not. */
export const POST: RequestHandler = async (event) => {
	const { account } = asWriter(event);
	const posted = await receivePosted(event.request, account);
	const [problem] = Object.values(posted.errors);
	if (problem) return json({ problem }, { status: posted.status });
	const [file] = posted.staged;
	if (!file) throw new Refusal('form-invalid');
	return json({ file }, { status: 201 });
};
