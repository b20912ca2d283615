import type { Page } from 'playwright-core';
import type { Reader } from './stage.ts';

export type Who = 'nobody' | 'customer' | 'newcomer' | 'desk' | 'administrator';

export type Sight = {
	name: string;
	who: Who;
	address(reader: Reader): string;
	/** What is done there before one looks. */
	act?(page: Page): Promise<void>;
};

/** Every page that decides the impression, in the order of the work. */
export const sights: Sight[] = [
	{ name: 'login', who: 'nobody', address: () => '/login' },
	{ name: 'tickets', who: 'customer', address: () => '/tickets' },
	{ name: 'tickets-searched', who: 'customer', address: () => '/tickets?subject=zzz' },
	{ name: 'tickets-empty', who: 'newcomer', address: () => '/tickets' },
	{ name: 'products', who: 'customer', address: () => '/new' },
	{ name: 'units', who: 'customer', address: ({ product }) => product },
	{ name: 'form', who: 'customer', address: ({ unit }) => unit },
	{ name: 'form-refused', who: 'customer', address: ({ otherUnit }) => otherUnit, act: sendRefused },
	{ name: 'ticket', who: 'customer', address: ({ ticket }) => `/tickets/${ticket}`, act: seeAll },
	{ name: 'units-own', who: 'customer', address: () => '/units' },
	{ name: 'unit-own', who: 'customer', address: ({ unit }) => unit.replace('/new/', '/units/') },
	{ name: 'profile', who: 'customer', address: () => '/profile' },
	{ name: 'terms', who: 'nobody', address: () => '/terms' },
	{ name: 'hours', who: 'customer', address: () => '/hours' },
	{ name: 'announcements', who: 'nobody', address: () => '/announcements' },
	{ name: 'announcements-frame', who: 'nobody', address: () => '/announcements/frame' },
	{ name: 'recover', who: 'nobody', address: () => '/recover' },
	{ name: 'register', who: 'nobody', address: () => '/register' },
	{ name: 'desk-login', who: 'nobody', address: () => '/desk/login' },
	{ name: 'queue', who: 'desk', address: () => '/desk/queue' },
	{ name: 'in-hand', who: 'desk', address: () => '/desk/queue?show=mine' },
	{ name: 'desk-ticket', who: 'desk', address: ({ ticket }) => `/desk/tickets/${ticket}`, act: seeAll },
	{ name: 'rma-authorise', who: 'desk', address: ({ ticket }) => `/desk/tickets/${ticket}/rma` },
	{ name: 'rma-bench', who: 'administrator', address: () => '/desk/rma/10001' },
	{ name: 'rma-desk', who: 'desk', address: () => '/desk/rma' },
	{ name: 'desk-profile', who: 'desk', address: () => '/desk/profile' },
	{ name: 'administration', who: 'administrator', address: () => '/desk/admin' },
	{ name: 'customers', who: 'administrator', address: () => '/desk/admin/customers' },
	{ name: 'customer', who: 'administrator', address: ({ customer }) => `/desk/customers/${customer}` },
	{ name: 'unit', who: 'administrator', address: ({ unit }) => `/desk/units/${unit.split('/').at(-1)}` },
	{
		name: 'unit-tickets',
		who: 'administrator',
		address: ({ unit }) => `/desk/units/${unit.split('/').at(-1)}?show=tickets`,
	},
	{ name: 'rma-figures', who: 'administrator', address: () => '/desk/rma/figures' },
	{ name: 'admin-closures', who: 'administrator', address: () => '/desk/admin/closures' },
	{ name: 'admin-closure-new', who: 'administrator', address: () => '/desk/admin/closures/new' },
	{ name: 'admin-announcements', who: 'administrator', address: () => '/desk/admin/announcements' },
	{ name: 'admin-announcement-new', who: 'administrator', address: () => '/desk/admin/announcements/new' },
	{ name: 'staff', who: 'administrator', address: () => '/desk/admin/staff' },
	{ name: 'staff-invite', who: 'administrator', address: () => '/desk/admin/staff/invite' },
	{ name: 'branches', who: 'administrator', address: () => '/desk/admin/branches' },
	{ name: 'branch', who: 'administrator', address: () => '/desk/admin/branches/2' },
	{ name: 'branch-refused', who: 'administrator', address: () => '/desk/admin/branches/2', act: typeWrongHours },
	{ name: 'branch-moves', who: 'administrator', address: () => '/desk/admin/branches/2', act: giveUpCountry },
	{ name: 'branch-add', who: 'administrator', address: () => '/desk/admin/branches/new' },
	{ name: 'admin-products', who: 'administrator', address: () => '/desk/admin/products' },
	{ name: 'admin-product', who: 'administrator', address: () => '/desk/admin/products/k-tag' },
	{ name: 'accessory-add', who: 'administrator', address: () => '/desk/admin/products/k-tag/accessories/new' },
	{ name: 'carriers', who: 'administrator', address: () => '/desk/admin/carriers' },
	{ name: 'carrier', who: 'administrator', address: () => '/desk/admin/carriers/1' },
	{ name: 'admin-terms', who: 'administrator', address: () => '/desk/admin/terms' },
	{ name: 'holidays', who: 'administrator', address: () => '/desk/admin/closures/holidays?branch=italy' },
	{ name: 'import', who: 'administrator', address: () => '/desk/admin/import' },
	{ name: 'audit', who: 'administrator', address: () => '/desk/admin/audit' },
	{ name: 'mailbox', who: 'nobody', address: () => '/dev/mailbox' },
	{ name: 'error', who: 'customer', address: () => '/tickets/999999' },
];

/** Without a subject and with a year that is none, past the browser's own check. */
async function sendRefused(page: Page): Promise<void> {
	await page.locator('form[action="?/open"]').evaluate((form) => form.setAttribute('novalidate', ''));
	await page.locator('[name="make"]').fill('Nissan');
	await page.locator('[name="year"]').fill('MMXIX');
	await page.locator('button[formaction="?/open"]').click();
	await page.locator('.field-error').first().waitFor();
}

/** Hours that overlap, and a time that no day has. */
async function typeWrongHours(page: Page): Promise<void> {
	await page.locator('[name="monday"]').fill('9:00–12:30, 12:00–18:30');
	await page.locator('[name="friday"]').fill('14–25');
	await page.locator('main form button.primary').click();
	await page.locator('.field-error').first().waitFor();
}

/** What is asked before customers move. */
async function giveUpCountry(page: Page): Promise<void> {
	await page.locator('[name="serves"][value="FR"]').uncheck();
	await page.locator('main form button.primary').click();
	await page.locator('main [role="alert"]').waitFor();
}

/** Pictures are loaded when they come near the window: brings all of them near. */
async function seeAll(page: Page): Promise<void> {
	for (const picture of await page.locator('article img').all()) {
		await picture.scrollIntoViewIfNeeded();
		await picture.evaluate((image: HTMLImageElement) => image.decode());
	}
	await page.evaluate(() => scrollTo(0, 0));
}
