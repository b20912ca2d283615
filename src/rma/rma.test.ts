import { expect, test } from 'vitest';
import { destinationLines } from './rma.ts';

const branch = { legalName: 'Maker S.r.l.', country: 'IT', phone: '' };

test('an address names the branch once, whether it was written into it or not', () => {
	const lines = ['Maker S.r.l.', 'Via Prova 1', '00000 Altrove', 'Italy'];
	for (const address of ['Via Prova 1\n00000 Altrove', 'Maker S.r.l.\n Via Prova 1 \n\n00000 Altrove'])
		expect(destinationLines({ ...branch, address }, 'Italy')).toEqual(lines);
});
