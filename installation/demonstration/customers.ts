import type { Locale } from '../../src/identity/account.ts';

/** The password of every account here; it opens nothing outside the demonstration. */
export const demonstrationPassword = 'serialdesk-demo';

export type DemoCustomer = {
	code: string;
	company: string;
	email: string;
	country: string;
	address: string;
	phone: string;
	locale: Locale;
	timeZone: string;
};

export type DemoStaff = {
	email: string;
	name: string;
	role: 'technician' | 'supervisor' | 'administrator';
	branches: string[];
	locale: Locale;
	timeZone: string;
};

/** Companies, people, streets and numbers are invented. */
export const customers: DemoCustomer[] = [
	{
		code: 'C1001',
		company: 'Officina Valtorba Motori S.r.l.',
		email: 'officina@valtorba-motori.test',
		country: 'IT',
		address: 'Via delle Bielle 14, 00000 Valtorba',
		phone: '+39 000 555 0141',
		locale: 'it',
		timeZone: 'Europe/Rome',
	},
	{
		code: 'C1002',
		company: 'Elettrauto Brunasco & Figli S.n.c.',
		email: 'info@elettrauto-brunasco.test',
		country: 'IT',
		address: 'Strada del Magnete 3, 00000 Brunasco',
		phone: '+39 000 555 0157',
		locale: 'it',
		timeZone: 'Europe/Rome',
	},
	{
		code: 'C2001',
		company: 'Atelier Corvesson Auto SARL',
		email: 'contact@corvesson-auto.test',
		country: 'FR',
		address: '8 rue du Vilebrequin, 00000 Corvesson',
		phone: '+33 1 99 00 21 08',
		locale: 'fr',
		timeZone: 'Europe/Paris',
	},
	{
		code: 'C2002',
		company: 'Garage Piton-Moteur EURL',
		email: 'garage@piton-moteur.test',
		country: 'RE',
		address: '21 chemin des Bougies, 00000 Piton-Moteur',
		phone: '+262 000 55 01 21',
		locale: 'fr',
		timeZone: 'Indian/Reunion',
	},
	{
		code: 'C3001',
		company: 'Talleres Ribalmar Motor S.L.',
		email: 'taller@ribalmar-motor.test',
		country: 'ES',
		address: 'Calle del Cigüeñal 27, 00000 Ribalmar',
		phone: '+34 000 55 01 27',
		locale: 'es',
		timeZone: 'Europe/Madrid',
	},
	{
		code: 'C3002',
		company: 'Electrònica Vallserena S.L.U.',
		email: 'hola@vallserena-electronica.test',
		country: 'AD',
		address: 'Avinguda del Pistó 5, AD000 Vallserena',
		phone: '+376 000 105',
		locale: 'es',
		timeZone: 'Europe/Andorra',
	},
	{
		code: 'C4001',
		company: 'ТОО «Степной Мотор Сервис»',
		email: 'master@stepnoy-motor.test',
		country: 'KZ',
		address: 'ул. Карданная, 40, г. Степногорье',
		phone: '+7 000 555 01 40',
		locale: 'ru',
		timeZone: 'Asia/Almaty',
	},
	{
		code: 'C5001',
		company: 'Redline & Torque Italia S.r.l.',
		email: 'workshop@redline-torque.test',
		country: 'IT',
		address: 'Viale del Turbo 51, 00000 Lambrana',
		phone: '+39 000 555 0151',
		locale: 'en',
		timeZone: 'Europe/Rome',
	},
	{
		code: 'C6001',
		company: 'Diesel Baltvalde SIA',
		email: 'serviss@diesel-baltvalde.test',
		country: 'LV',
		address: 'Sprauslu iela 6, LV-0000 Baltvalde',
		phone: '+371 000 00 106',
		locale: 'ru',
		timeZone: 'Europe/Riga',
	},
];

export const staff: DemoStaff[] = [
	{
		email: 'technician@serialdesk.test',
		name: 'Elisa Marandoni',
		role: 'technician',
		branches: ['italy'],
		locale: 'it',
		timeZone: 'Europe/Rome',
	},
	{
		email: 'technician.fr@serialdesk.test',
		name: 'Julien Peyrassac',
		role: 'technician',
		branches: ['france'],
		locale: 'fr',
		timeZone: 'Europe/Paris',
	},
	{
		email: 'technician.es@serialdesk.test',
		name: 'Nuria Vallcorba',
		role: 'technician',
		branches: ['spain'],
		locale: 'es',
		timeZone: 'Europe/Madrid',
	},
	{
		email: 'supervisor@serialdesk.test',
		name: 'Dario Festarini',
		role: 'supervisor',
		branches: ['italy', 'france', 'spain'],
		locale: 'it',
		timeZone: 'Europe/Rome',
	},
	{
		email: 'admin@serialdesk.test',
		name: 'Greta Solimbeni',
		role: 'administrator',
		branches: ['italy', 'france', 'spain'],
		locale: 'en',
		timeZone: 'Europe/Rome',
	},
];
