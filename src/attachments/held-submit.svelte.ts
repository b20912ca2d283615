import { m } from '../paraglide/messages.js';
import type { Uploads } from './uploads.svelte.ts';

/** Sending that waits for files on their way, and goes on by itself once they are here. */
export class HeldSubmit {
	private form: HTMLFormElement | null = null;
	private submitter: HTMLElement | null = null;
	private held = $state(false);
	private failed = $state(false);
	// Files refused before the button was pressed were in sight then; they hold nothing up.
	private refusedBefore = 0;
	private readonly uploads: Uploads;

	constructor(uploads: Uploads) {
		this.uploads = uploads;
	}

	get words(): string {
		if (this.held) return m.upload_held();
		return this.failed && this.uploads.refused > 0 ? m.upload_not_sent() : '';
	}

	/** Begins to watch a form; returns the end of it. */
	watch(form: HTMLFormElement | null): () => void {
		this.form = form;
		const hold = (event: SubmitEvent) => this.hold(event);
		// Before anybody else hears of it: a submit that is held has not happened.
		form?.addEventListener('submit', hold, { capture: true });
		const stop = $effect.root(() => {
			$effect(() => {
				if (this.held && !this.uploads.busy) this.release();
			});
		});
		return () => {
			form?.removeEventListener('submit', hold, { capture: true });
			stop();
		};
	}

	private hold(event: SubmitEvent): void {
		const leaves = event.submitter instanceof HTMLButtonElement && event.submitter.formNoValidate;
		this.failed = false;
		if (leaves || !this.uploads.busy) return;
		event.preventDefault();
		event.stopImmediatePropagation();
		this.refusedBefore = this.uploads.refused;
		this.submitter = event.submitter;
		this.submitter?.setAttribute('aria-disabled', 'true');
		this.held = true;
	}

	private release(): void {
		this.held = false;
		this.failed = this.uploads.refused > this.refusedBefore;
		this.submitter?.removeAttribute('aria-disabled');
		if (this.failed) return;
		// The row of the last file must be in the form before it goes.
		requestAnimationFrame(() => this.form?.requestSubmit(this.submitter));
	}
}
