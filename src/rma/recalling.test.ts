import { expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { asCustomer, authorised, completed, shown } from '../../tests/sending.ts';
import { listSteps } from './recalling.ts';
import { send } from './travelling.ts';

test('an RMA tells its steps in their order, with what was said', async ({ trx, cast, clock }) => {
	const number = await authorised(trx, cast, clock.now);
	const customer = cast.master.actor;
	await completed(trx, customer, number, clock.now);
	const shipment = { carrier: 'GLS', tracking: 'Z60X' };
	await send(trx, asCustomer(customer), await shown(trx, customer, number), shipment, clock.now);
	const steps = await listSteps(trx, { number });
	expect(steps.map(({ step }) => step)).toEqual(['authorise', 'complete', 'send']);
	expect(steps[2]).toMatchObject({ at: clock.now, facts: shipment });
});
