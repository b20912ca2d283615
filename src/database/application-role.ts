import { sql, type Kysely } from 'kysely';
import type { DB } from './schema.generated.ts';

/**
 * Gives the role under which the portal works its rights, after migrations: everything but owning tables, and on the audit log reading and
 * adding alone. One role per owner and cluster, so that no other user of the server gets into our tables through it. Answers its name;
 * undefined where the server lets us have none: then the rights are taken from the connected user himself.
 */
export async function prepareApplicationRole(owner: Kysely<DB>): Promise<string | undefined> {
	return owner.transaction().execute(async (trx) => {
		// Nodes that start together would change the same catalogue rows.
		await sql`select pg_advisory_xact_lock(hashtext('serialdesk application role'))`.execute(trx);
		await sql.raw(makeRole).execute(trx);
		const { rows } = await sql<{ role: string }>`
			select rolname as role from pg_roles
			where rolname = left('serialdesk_app_' || current_user, 63) and pg_has_role(oid,
				case when current_setting('server_version_num')::integer >= 160000 then 'set' else 'member' end)
		`.execute(trx);
		const role = rows[0]?.role;
		if (role) await sql.raw(grantRights).execute(trx);
		else await sql`revoke update, delete, truncate on audit_entry from current_user`.execute(trx);
		return role;
	});
}

/** The same address for connections that work under this role from their first statement on. */
export function asRole(url: string, role: string): string {
	const address = new URL(url);
	const before = address.searchParams.get('options');
	const setting = `-c role=${role.replace(/[\\ ]/g, '\\$&')}`;
	address.searchParams.set('options', before ? `${before} ${setting}` : setting);
	return address.href;
}

const makeRole = `do $$
declare
	app constant text := left('serialdesk_app_' || current_user, 63);
begin
	if not exists (select from pg_roles where rolname = app) then
		execute format('create role %I nologin', app);
	end if;
	execute format('grant %I to current_user', app);
exception
	-- A node of another database was faster: its role is ours.
	when duplicate_object or unique_violation then null;
	when insufficient_privilege or object_in_use then null;
end $$`;

// The queue's tables are closed by row-level security to everybody but their owner, without a policy: ours opens them.
const grantRights = `do $$
declare
	app constant text := left('serialdesk_app_' || current_user, 63);
	part record;
begin
	execute format('grant usage on schema public, graphile_worker to %I', app);
	for part in
		select oid::regclass as name, relkind as kind, relrowsecurity as is_closed, oid
		from pg_class
		where relnamespace in ('public'::regnamespace, 'graphile_worker'::regnamespace)
			and relkind in ('r', 'p', 'v', 'S') and relowner = (select oid from pg_roles where rolname = current_user)
	loop
		if part.kind = 'S' then
			execute format('grant usage, select, update on sequence %s to %I', part.name, app);
		elsif part.name = 'audit_entry'::regclass then
			execute format('revoke all on %s from %I', part.name, app);
			execute format('grant select, insert on %s to %I', part.name, app);
		else
			execute format('grant select, insert, update, delete on %s to %I', part.name, app);
		end if;
		if part.is_closed and not exists (select from pg_policy where polrelid = part.oid and polname = app) then
			execute format('create policy %I on %s to %I using (true) with check (true)', app, part.name, app);
		end if;
	end loop;
end $$`;
