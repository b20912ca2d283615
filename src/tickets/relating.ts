import { sql, type RawBuilder } from 'kysely';
import { seesAllBranches, type Actor } from '../identity/actor.ts';

// Who has to do with a ticket, and how far (product.md P3, P4). A customer is its opener; or its holder, as long as the unit
// is his, when his Master opened it; or the Master to whom the unit is bound and to whom its Slave showed what he opened
// himself. Everything about visibility is said here once; each function says of which table or alias it speaks.

/**
 * Conditions on `ticket` of which a visible one meets exactly one. Each has its index; with `or` between them PostgreSQL reads
 * every ticket there is as soon as it keeps one plan for all actors.
 */
export function visibleParts(actor: Actor): RawBuilder<boolean>[] {
	switch (actor.kind) {
		case 'customer':
			return [
				sql`opener_id = ${actor.id}`,
				sql`holder_id = ${actor.id} and holder_id <> opener_id
					and exists (select from unit as u where u.id = ticket.unit_id and u.customer_id = ${actor.id})`,
				sql`holder_id = opener_id and (unit_id, holder_id) in (
					select u.id, u.customer_id from delegation as d join unit as u on u.id = d.unit_id and u.master_id = d.master_id
					where d.master_id = ${actor.id} and d.may_view
				)`,
			];
		case 'staff':
			if (seesAllBranches(actor)) return [sql`true`];
			if (actor.branchIds.length === 0) return [sql`false`];
			return actor.branchIds.map((id) => sql`branch_id = ${id}`);
	}
}

/** The same relation asked from the other side: every customer who sees the ticket with this number, each once. */
export function customersWhoSee(number: number): RawBuilder<number[]> {
	return sql`to_json(array(
		select t.opener_id from ticket as t where t.number = ${number}
		union
		select t.holder_id from ticket as t join unit as u on u.id = t.unit_id and u.customer_id = t.holder_id
		where t.number = ${number}
		union
		select d.master_id
		from ticket as t
		join unit as u on u.id = t.unit_id and u.customer_id = t.holder_id
		join delegation as d on d.unit_id = u.id and d.master_id = u.master_id and d.may_view
		where t.number = ${number} and t.opener_id = t.holder_id
	))`;
}

/**
 * Of a visible ticket `t`: whether the actor still is a party to its unit, as its owner or his Master. A former one sees on the
 * tickets that he opened what he wrote himself and what support answered, and nothing of what became of the unit.
 */
export function stillParty(actor: Actor): RawBuilder<boolean> {
	if (actor.kind === 'staff') return sql`true`;
	return sql`(t.unit_id is null or exists (
		select from unit as u
		where u.id = t.unit_id and u.customer_id = t.holder_id and ${actor.id} in (u.customer_id, u.master_id)
	))`;
}

/** Of a message `m` on a visible ticket `t`: whether the actor sees it. Notes are never for customers. */
export function messageSeenBy(actor: Actor): RawBuilder<boolean> {
	if (actor.kind === 'staff') return sql`true`;
	return sql`(m.kind = 'support' or (m.kind = 'customer' and (m.account_id = ${actor.id} or ${stillParty(actor)})))`;
}

/** Of a visible ticket `t`: whether a customer may also write on it or close it. A Master needs his Slave's word for each. */
export function mayDo(actor: Actor, what: 'reply' | 'close'): RawBuilder<boolean> {
	if (actor.kind === 'staff') return sql`true`;
	const granted = { reply: sql`d.may_reply`, close: sql`d.may_close` }[what];
	return sql`(${actor.id} in (t.opener_id, t.holder_id) or exists (
		select from delegation as d where d.unit_id = t.unit_id and d.master_id = ${actor.id} and ${granted}
	))`;
}
