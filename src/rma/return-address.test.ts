import { expect, test } from 'vitest';
import { proposeContact } from './return-address.ts';

const about = { company: 'Officina Ferri', country: 'IT', phone: '+39 000 555 0199' };

test.for([
	['Via Inventata 7, 00000 Nessundove', 'Via Inventata 7', '00000', 'Nessundove'],
	['Riga iela 1\nLV-1010 Riga', 'Riga iela 1', 'LV-1010', 'Riga'],
	['Yard 2\n1 Mill Lane\nAB1 2CD Northgate', 'Yard 2, 1 Mill Lane', 'AB1 2CD', 'Northgate'],
	['ул. Карданная, 40, г. Степногорье', 'ул. Карданная, 40, г. Степногорье', '', ''],
	['', '', '', ''],
])('of an address its parts are proposed where they can be told apart: %s', ([address, street, postcode, city]) => {
	expect(proposeContact({ ...about, address: address ?? '' })).toEqual({ ...about, street, postcode, city });
});

test('what does not fit its field is left to him', () => {
	expect(proposeContact({ ...about, phone: '5'.repeat(41), address: '' })).not.toHaveProperty('phone');
});
