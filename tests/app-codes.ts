import { Secret, TOTP } from 'otpauth';

/** What an authenticator app shows. */
export const codeOf = (secret: string, at = Date.now()) =>
	new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });

/** What it shows at no time near to now. */
export const wrongFor = (secret: string) => {
	const near = new Set([-60_000, -30_000, 0, 30_000, 60_000].map((away) => codeOf(secret, Date.now() + away)));
	return ['000000', '000001', '000002', '000003', '000004', '000005'].find((code) => !near.has(code))!;
};
