import { page } from '$app/state';

/** Whether a form comes back because somebody else has changed the same meanwhile, and was told so: what is saved next is saved over that. */
export function toldMeanwhile(form: { errors: { form?: string } } | null | undefined): boolean {
	return page.status === 409 && form?.errors.form !== undefined;
}
