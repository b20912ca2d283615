/** An app that waits for its first code: its secret as text, as a link and as a picture. */
export type Connecting = { id: string; secret: string; address: string; picture: string };

/** What the page shows after an action: an app to connect, codes to keep, or what was wrong with which field. */
export type Outcome = {
	connecting?: Connecting;
	codes?: string[];
	next?: string;
	errors?: Partial<Record<'password' | 'otp' | 'passkey', string>>;
};
