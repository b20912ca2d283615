/** A login service that speaks OpenID Connect, as the administration shows it. Its secret is never shown again. */
export type Provider = {
	id: number;
	label: string;
	/** As the service names itself, letter by letter. */
	issuer: string;
	clientId: string;
	hasSecret: boolean;
	/** The service asks for a second factor itself; otherwise we do. */
	asksSecondFactor: boolean;
	enabled: boolean;
};

/** Longest inputs, in characters. */
export const providerLimits = { label: 60, issuer: 500, clientId: 255, clientSecret: 500 } as const;

/** Where a login service sends the browser back to, below the portal's own address. It has to know this address beforehand. */
export function pathBack(providerId: number): string {
	return `/desk/login/with/${providerId}/back`;
}

/** An issuer's address in the form in which it is compared, or null when it cannot be one: https, or http on this machine alone. */
export function issuerAddress(text: string): string | null {
	const typed = text.trim();
	if (typed.length > providerLimits.issuer || !URL.canParse(typed)) return null;
	const url = new URL(typed);
	const isBare = !url.search && !url.hash && !url.username && !url.password;
	if (!isBare || !/^[\x21-\x7e]+$/.test(typed) || !maySpeakTo(url, url)) return null;
	return url.pathname === '/' ? url.origin : url.href;
}

/** What an issuer says about itself leads to addresses of https alone; on this machine a service under trial may do without. */
export function maySpeakTo(url: URL, issuer: URL): boolean {
	if (url.protocol === 'https:') return true;
	return url.protocol === 'http:' && isLoopback(url) && isLoopback(issuer);
}

function isLoopback({ hostname }: URL): boolean {
	return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** What a look at a login service found. `detail` is its part of the sentence: an address, a status, a missing name. */
export type Finding =
	| { good: true }
	| {
			good: false;
			problem: 'away' | 'not-a-configuration' | 'other-issuer' | 'incomplete' | 'unsafe';
			detail: string;
	  };
