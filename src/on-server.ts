/**
 * What a page shows that has no script: drawn on the server, it need not travel a second time as data. SvelteKit serialises
 * what `load` answers for every page, scripts or none; for the list that was 8 % of the page's time.
 */
export class OnServer<T> {
	readonly value: T;

	constructor(value: T) {
		this.value = value;
	}
}
