import { page } from '$app/state';

type Returned = { values?: { [field: string]: string | undefined }; errors?: { form?: string } } | null | undefined;

/** Whether a form comes back because somebody else has changed the same meanwhile, and was told so: what is saved next is saved over that. */
export function toldMeanwhile(form: Returned): boolean {
	return page.status === 409 && form?.errors?.form !== undefined;
}

/** The stamp that a form carries: of what is there now, or, when it comes back for another reason, of what it showed first. */
export function stampFor(form: Returned, now: string): string {
	return toldMeanwhile(form) ? now : (form?.values?.['shown'] ?? now);
}
