import { csvStream } from '../../../../../../../database/csv.ts';
import { database } from '../../../../../../../database/connection.ts';
import { findRun, readRefusals } from '../../../../../../../importing/listing.ts';
import { asStaff } from '../../../../../../request.server.ts';
import { runNumber } from '../../run-number.server.ts';
import type { RequestHandler } from './$types';

/** Every refused row of an import as CSV, with line, column, value and reason. */
export const GET: RequestHandler = async (event) => {
	asStaff(event, 'inspect');
	const { id } = await findRun(database(), runNumber(event.params.id));
	return new Response(csvStream(['line', 'column', 'value', 'reason'], rowsOf(id)), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="import-${id}-refused.csv"`,
		},
	});
};

async function* rowsOf(id: number): AsyncGenerator<string[][]> {
	for await (const page of readRefusals(database(), id))
		yield page.map(({ line, column, value, reason }) => [String(line), column, value, reason]);
}
