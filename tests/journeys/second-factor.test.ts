import { afterAll, beforeAll, describe, expect } from 'vitest';
import { codeOf, wrongFor } from '../app-codes.ts';
import { expectAccessible, hydrated, openBrowser, troublesOf, visit, type Browser, type Page } from '../browser.ts';
import { password, test, type Demonstration } from '../demonstration.ts';

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser.close());

type Name = 'technician' | 'technician.fr' | 'supervisor' | 'admin';
const addressOf = (name: Name) => `${name}@serialdesk.test`;
/** From now on this member is like one who was invited: nobody in without a second factor. */
async function asInvited(stage: Demonstration, name: Name): Promise<void> {
	await stage.query('update account set second_factor_waived = false where login = $1', [addressOf(name)]);
}

async function enterAtDesk(page: Page, name: Name, to = '/desk/queue'): Promise<void> {
	await page.goto(to);
	await page.locator('input[name="email"]').fill(addressOf(name));
	await page.locator('input[name="password"]').fill(password);
	await page.locator('main form button.primary').click();
}

async function answer(page: Page, otp: string): Promise<void> {
	await page.locator('input[name="otp"]').fill(otp);
	await page
		.locator('main form', { has: page.locator('[name="otp"]') })
		.locator('button')
		.click();
}

/** Sets up an app in a session that has to; answers its secret and the recovery codes. */
async function connectApp(page: Page): Promise<{ secret: string; codes: string[] }> {
	await page.locator('section button[type="submit"]').click();
	const secret = (await page.locator('[data-secret]').getAttribute('data-secret'))!;
	await answer(page, codeOf(secret));
	await page.locator('[data-recovery-code]').first().waitFor();
	return { secret, codes: await page.locator('[data-recovery-code]').allTextContents() };
}

describe('a member without a second factor', () => {
	test('sets up an app, keeps ten codes, and is asked for either at the next login', async ({ stage }) => {
		await asInvited(stage, 'technician');
		const page = await visit(browser, stage.portal.origin, { javaScript: false });
		await enterAtDesk(page, 'technician', '/desk/queue?show=mine');
		await page.waitForURL('**/factors?to=*');
		const { secret, codes } = await connectApp(page);
		expect(codes).toHaveLength(10);
		expect(decodeURIComponent((await page.locator('a[download]').getAttribute('href'))!)).toContain(codes[9]);
		await page.locator('main a.primary').click();
		await page.waitForURL('**/desk/queue?show=mine');
		const told = await stage.sink.waitFor(({ envelope }) => envelope.to.includes(addressOf('technician')));
		expect(told.text).not.toContain(codes[0]);

		// A code opens once: for the next one the clock would have to pass half a minute.
		await stage.query('update authenticator set last_step = 0');
		await page.context().clearCookies();
		await enterAtDesk(page, 'technician', '/desk/queue?show=mine');
		await answer(page, wrongFor(secret));
		await page.locator('.banner').waitFor();
		await answer(page, codeOf(secret));
		await page.waitForURL('**/desk/queue?show=mine');

		await page.context().clearCookies();
		await enterAtDesk(page, 'technician');
		await answer(page, codes[0]!);
		await page.waitForURL('**/desk/queue');
		await page.context().clearCookies();
		await enterAtDesk(page, 'technician');
		await answer(page, codes[0]!);
		await page.locator('.banner').waitFor();
		expect(new URL(page.url()).pathname).toBe('/desk/login');
		expect(troublesOf(page)).toEqual([]);
	});

	test('or makes a passkey and logs in with it', async ({ stage }) => {
		await asInvited(stage, 'technician.fr');
		const page = await visit(browser, stage.portal.origin);
		const device = await page.context().newCDPSession(page);
		await device.send('WebAuthn.enable');
		await device.send('WebAuthn.addVirtualAuthenticator', {
			options: {
				protocol: 'ctap2',
				transport: 'internal',
				hasResidentKey: true,
				hasUserVerification: true,
				isUserVerified: true,
				automaticPresenceSimulation: true,
			},
		});
		await enterAtDesk(page, 'technician.fr');
		await page.waitForURL('**/factors**');
		await hydrated(page);
		await expectAccessible(page);
		await page.locator('section button[type="button"]').click();
		await page.locator('[data-recovery-code]').first().waitFor();
		await page.locator('main a.primary').click();
		await page.waitForURL('**/desk/queue');

		for (let login = 0; login < 2; login++) {
			await page.context().clearCookies();
			await enterAtDesk(page, 'technician.fr');
			await page.locator('main a.button').waitFor();
			await expectAccessible(page);
			await page.locator('main a.button').click();
			await page.waitForURL('**/desk/queue');
		}
		const [passkey] = await stage.query<{ counter: number; used: boolean }>(
			`select counter::int as counter, used_at is not null as used from authenticator where kind = 'passkey'`,
		);
		expect(passkey).toEqual({ counter: expect.any(Number), used: true });
		expect(passkey!.counter).toBeGreaterThan(1);
		expect(troublesOf(page)).toEqual([]);
	});
});
