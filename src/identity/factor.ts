export type FactorKind = 'totp' | 'passkey';

/** A second factor that counts, as its owner sees it. */
export type Factor = { id: string; kind: FactorKind; name: string; addedAt: Date; usedAt: Date | null };

/** What an account has to show at login, and whether it may do without. */
export type Factors = {
	factors: Factor[];
	/** Recovery codes not used yet. */
	codesLeft: number;
	required: boolean;
};

/** More than anybody carries; an account cannot be filled without end. */
export const mostFactors = 10;

/** What is typed into the field for codes: six digits of an authenticator app, or a recovery code. */
export function isAppCode(typed: string): boolean {
	return /^\d{6}$/.test(bareCode(typed));
}

/** A code as it was meant: without spaces and hyphens, and with the digits that look like the letters it cannot hold. */
export function bareCode(typed: string): string {
	return typed
		.toLowerCase()
		.replaceAll(/[\s\p{Pd}]/gu, '')
		.replaceAll('o', '0')
		.replaceAll(/[il]/g, '1');
}

/** The same, as a page shows it: days are in the reader's language and zone. */
export type FactorView = {
	factors: { id: string; kind: FactorKind; name: string; added: string; used: string | null }[];
	codesLeft: number;
	required: boolean;
};
