import type { Locale } from '../src/identity/account.ts';
import type { InEveryLanguage } from '../src/units/product.ts';

/** Weekdays from Monday 1 to Sunday 7; wall-clock time in the branch's zone. */
export type Hours = { weekdays: number[]; opens: string; closes: string };

export type DefaultBranch = {
	slug: string;
	legalName: string;
	country: string;
	timeZone: string;
	languages: Locale[];
	phone: string;
	/** Where parcels under an RMA go, line by line. */
	shippingAddress: string;
	hours: Hours[];
	/** Countries served; the one branch with `servesTheRest` takes every other. */
	serves: string[];
	servesTheRest?: true;
};

/**
 * The maker whose portal this is. `logo` is the path data of a mark in a square of 32, to be filled by the even-odd rule
 * with the text's colour: a plug with its three contacts, a rising step cut out of it.
 */
export const maker = {
	brand: 'Alientech',
	accent: '#0e5a66',
	logo: 'M6 2h20a4 4 0 0 1 4 4v20a4 4 0 0 1-4 4h-2.5v-5h-3v5H17.5v-5h-3v5H11.5v-5h-3v5H6a4 4 0 0 1-4-4V6a4 4 0 0 1 4-4zM7 20h6v-5h6v-5h6V7h-9v5h-6v5H7z',
	website: '',
};

const mondayToFriday = [1, 2, 3, 4, 5];

/** Numbers and streets are fictitious: a French range set aside for fiction, area codes and places that do not exist. */
export const branches: DefaultBranch[] = [
	{
		slug: 'italy',
		legalName: 'Alientech S.r.l.',
		country: 'IT',
		timeZone: 'Europe/Rome',
		languages: ['it', 'en'],
		phone: '+39 000 555 0100',
		shippingAddress: 'Alientech S.r.l.\nRicevimento RMA\nVia della Prova 12\n00000 Cittaprova VC',
		hours: [
			{ weekdays: mondayToFriday, opens: '08:30', closes: '12:30' },
			{ weekdays: mondayToFriday, opens: '14:00', closes: '18:00' },
		],
		serves: ['IT'],
		servesTheRest: true,
	},
	{
		slug: 'france',
		legalName: 'SAS Alientech France',
		country: 'FR',
		timeZone: 'Europe/Paris',
		languages: ['fr'],
		phone: '+33 1 99 00 45 10',
		shippingAddress: 'SAS Alientech France\nRéception RMA\n12 rue de l’Essai\n00000 Villessai',
		hours: [
			{ weekdays: mondayToFriday, opens: '09:00', closes: '12:00' },
			{ weekdays: mondayToFriday, opens: '14:00', closes: '18:30' },
		],
		serves: ['FR', 'GP', 'MQ', 'GF', 'RE', 'YT'],
	},
	{
		slug: 'spain',
		legalName: 'Alientech Iberica SLU',
		country: 'ES',
		timeZone: 'Europe/Madrid',
		languages: ['es'],
		phone: '+34 000 55 01 00',
		shippingAddress: 'Alientech Iberica SLU\nRecepción RMA\nCalle del Ensayo 12\n00000 Villaensayo',
		hours: [
			{ weekdays: mondayToFriday, opens: '10:00', closes: '14:00' },
			{ weekdays: mondayToFriday, opens: '15:00', closes: '19:00' },
		],
		serves: ['ES', 'AD'],
	},
];

/** How a parcel is packed and sent, whichever branch it goes to. */
export const shippingInstructions: InEveryLanguage = {
	en: 'Pack the unit with every accessory on its list, in a firm box with padding on all sides.\nPrint the form and put it on top, inside the parcel. Cut out the label and stick it on the outside.\nSend it insured and prepaid: parcels with charges to be paid on arrival are not accepted.',
	it: 'Imballi lo strumento con tutti gli accessori dell’elenco in una scatola robusta, protetto su ogni lato.\nStampi il modulo e lo metta in cima, dentro il pacco. Ritagli l’etichetta e la applichi all’esterno.\nSpedisca in porto franco e con assicurazione: i pacchi con spese a carico del destinatario vengono respinti.',
	fr: 'Emballez l’outil avec tous les accessoires de sa liste dans un carton solide, calé de tous les côtés.\nImprimez le formulaire et placez-le sur le dessus, dans le colis. Découpez l’étiquette et collez-la à l’extérieur.\nExpédiez en port payé et avec assurance : les colis en port dû ne sont pas acceptés.',
	es: 'Embale la herramienta con todos los accesorios de su lista en una caja resistente, protegida por todos los lados.\nImprima el formulario y colóquelo encima, dentro del paquete. Recorte la etiqueta y péguela por fuera.\nEnvíe a portes pagados y con seguro: los paquetes a portes debidos no se aceptan.',
	ru: 'Упакуйте прибор со всеми принадлежностями из списка в прочную коробку, проложив её со всех сторон.\nРаспечатайте форму и положите её сверху, внутрь посылки. Вырежьте этикетку и наклейте её снаружи.\nОтправляйте с оплаченной доставкой и страховкой: посылки с оплатой при получении не принимаются.',
};
