import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { demonstrationPassword as password } from '../../installation/demonstration/customers.ts';
import { thePortal } from '../../src/audit/entry.ts';
import { acceptTerms } from '../../src/customers/terms-accepting.ts';
import { registerCustomer } from '../../src/customers/registering.ts';
import { connect, disconnect } from '../../src/database/connection.ts';
import { startEmbedded } from '../../src/database/embedded.ts';
import { Visitor } from '../http.ts';
import { startPortal } from '../portal.ts';

export type Language = 'en' | 'fr' | 'ru';

/** Who looks at the pages of a language, and which unit and ticket of his they show. French is the longest of the five. */
export type Reader = {
	customer: string;
	/** A customer who never asked anything. */
	newcomer: string;
	desk: string;
	unit: string;
	/** Another of his units, where a form is sent and refused: what was typed stays there as a draft. */
	otherUnit: string;
	product: string;
	/** His ticket with most pictures in its conversation. */
	ticket: number;
};

const readers: Record<Language, Omit<Reader, 'ticket' | 'newcomer'>> = {
	en: {
		customer: 'C5001',
		desk: 'technician',
		unit: '/new/kessv2/K2M-5C40-0666',
		otherUnit: '/new/ecm-titanium/ECM-19H7-1754',
		product: '/new/kessv2',
	},
	fr: {
		customer: 'C2001',
		desk: 'technician.fr',
		unit: '/new/kessv2/K2S-6H13-0571',
		otherUnit: '/new/ecm-titanium/ECM-20F8-0316',
		product: '/new/kessv2',
	},
	ru: {
		customer: 'C4001',
		desk: 'technician',
		unit: '/new/k-tag/KTM-8P61-1306',
		otherUnit: '/new/kessv2/K2M-6B92-2051',
		product: '/new/k-tag',
	},
};

export type Stage = AsyncDisposable & {
	origin: string;
	readerOf(language: Language): Promise<Reader>;
	/** Logs in and answers the cookies, as name and value; a desk name is the part of the address before the @. */
	enter(login: { customer: string } | { desk: string }): Promise<ReadonlyMap<string, string>>;
};

/** The production build with the whole demonstration, its photographs included, on a scratch database of its own. */
export async function setStage(): Promise<Stage> {
	await using closing = new AsyncDisposableStack();
	const directory = await mkdtemp(path.join(tmpdir(), 'serialdesk-look-'));
	closing.defer(() => rm(directory, { recursive: true, force: true }));
	const cluster = await startEmbedded({ directory: path.join(directory, 'postgres'), sync: false });
	closing.defer(() => cluster.stop('SIGQUIT'));
	const portal = await startPortal({ databaseUrl: cluster.url, dataDirectory: directory });
	closing.defer(async () => void (await portal.stop()));
	const pool = new pg.Pool({ connectionString: cluster.url, max: 1 });
	pool.on('error', () => {});
	closing.defer(() => pool.end());
	await picturesDrawn(pool);
	await registerNewcomers(cluster.url, pool);
	await writeLetters(portal.origin, pool);
	const running = closing.move();
	return {
		origin: portal.origin,
		readerOf: async (language) => ({
			...readers[language],
			newcomer: newcomerCode(language),
			ticket: await mostPictured(pool, readers[language].customer),
		}),
		async enter(login) {
			const visitor = new Visitor(portal.origin);
			if ('customer' in login) await visitor.login(login.customer, password);
			else await visitor.loginAtDesk(`${login.desk}@serialdesk.test`, password);
			return visitor.cookies;
		},
		[Symbol.asyncDispose]: () => running.disposeAsync(),
	};
}

/** The portal draws the demonstration's files after its start: waits until no more come. */
async function picturesDrawn(pool: pg.Pool): Promise<void> {
	const counted = async () =>
		(await pool.query<{ n: number }>('select count(*)::int as n from attachment')).rows[0]?.n;
	for (let before = 0, quiet = 0; quiet < 8; await sleep(500)) {
		const now = (await counted()) ?? 0;
		quiet = now > 0 && now === before ? quiet + 1 : 0;
		before = now;
	}
}

function newcomerCode(language: Language): string {
	return `C900${Object.keys(readers).indexOf(language)}`;
}

async function registerNewcomers(url: string, pool: pg.Pool): Promise<void> {
	const { rows } = await pool.query<{ hash: string }>(
		`select password_hash as hash from account where password_hash is not null limit 1`,
	);
	const db = connect(url, 1);
	const address = '127.0.0.1';
	for (const locale of Object.keys(readers) as Language[]) {
		const code = newcomerCode(locale);
		const newcomer = { code, company: 'Werkstatt Neuanfang', email: `${code}@neuanfang.test`, country: 'DE', locale };
		await db.transaction().execute(async (trx) => {
			const registering = { ...newcomer, timeZone: 'Europe/Berlin', passwordHash: rows[0]?.hash };
			const { id } = await registerCustomer(trx, registering, thePortal, new Date());
			await acceptTerms(trx, { kind: 'customer', id }, { version: 1, address }, new Date());
		});
	}
	await disconnect();
}

/** Support answers tickets in several languages, so that the mailbox holds letters; the last one is English. */
async function writeLetters(origin: string, pool: pg.Pool): Promise<void> {
	const supervisor = new Visitor(origin);
	await supervisor.loginAtDesk('supervisor@serialdesk.test', password);
	for (const [customer, message] of letters) {
		const { rows } = await pool.query<{ number: number }>(
			`select t.number::int as number from ticket as t join customer as c on c.id = t.opener_id
			where c.code = $1 and t.status = 'in_process' order by t.number desc limit 1`,
			[customer],
		);
		if (rows[0]) await supervisor.postFiles(`/desk/tickets/${rows[0].number}?/reply`, { message }, []);
	}
	const sent = async () => (await pool.query(`select from mailbox_letter limit ${letters.length}`)).rowCount;
	for (const deadline = Date.now() + 10_000; (await sent()) !== letters.length; await sleep(100))
		if (Date.now() > deadline) throw new Error('the letters did not arrive');
}

const letters = [
	['C4001', 'Драйвер готов: он появится в Titanium при следующем обновлении.'],
	['C2001', 'Le driver est en ligne : lancez la mise à jour et rouvrez le fichier.'],
	['C5001', 'The invoice is paid and the new date is on your tool: start its software once while online.'],
] as const;

async function mostPictured(pool: pg.Pool, customer: string): Promise<number> {
	const { rows } = await pool.query<{ number: number }>(
		`select m.ticket_number::int as number
		from message as m
		join ticket as t on t.number = m.ticket_number
		join customer as c on c.id = t.opener_id
		left join message_attachment as ma on ma.message_id = m.id
		left join attachment as a on a.id = ma.attachment_id
		where c.code = $1
		group by m.ticket_number
		order by count(a.preview_as) desc, count(distinct m.id) desc
		limit 1`,
		[customer],
	);
	if (!rows[0]) throw new Error(`${customer} has no ticket`);
	return rows[0].number;
}
