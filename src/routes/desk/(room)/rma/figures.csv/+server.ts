import { csvStream } from '../../../../../database/csv.ts';
import { database } from '../../../../../database/connection.ts';
import { readRows, type FiguresRow } from '../../../../../reports/listing.ts';
import type { Scope } from '../../../../../reports/scoping.ts';
import { asStaff } from '../../../../request.server.ts';
import { scopeOf } from '../figures/scope.server.ts';
import type { RequestHandler } from './$types';

const header =
	'rma ticket branch customer products serials state in_warranty outcome cause received shipped_back days working_days refused_because'.split(
		' ',
	);

/** The RMAs behind the figures that the filter in the address asks for, all of them, as CSV; times in UTC. */
export const GET: RequestHandler = async (event) => {
	const reader = asStaff(event, 'support', 'inspect');
	const { filter, scope } = await scopeOf(event, reader);
	return new Response(csvStream(header, linesOf(scope)), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="rma-${filter.from}-${filter.to}.csv"`,
		},
	});
};

async function* linesOf(scope: Scope): AsyncGenerator<string[][]> {
	for await (const page of readRows(database(), scope)) yield page.map(asFields);
}

function asFields({ products, serials, receivedAt, shippedAt, days, workingDays, ...row }: FiguresRow): string[] {
	const times = [receivedAt?.toISOString() ?? '', shippedAt?.toISOString() ?? ''];
	const took = [days?.toFixed(2) ?? '', String(workingDays ?? '')];
	const what = [row.branch, row.customer, products.join(' '), serials.join(' '), row.state];
	const end = [row.inWarranty ? 'yes' : 'no', row.outcome ?? '', row.cause ?? ''];
	return [String(row.number), String(row.ticket), ...what, ...end, ...times, ...took, row.refusedBecause ?? ''];
}
