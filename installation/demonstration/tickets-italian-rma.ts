import type { DemoTicket } from './ticket.ts';

const elisa = 'technician@serialdesk.test';

/** What an Italian workshop sends, and is about to send. */
export const italianRmaTickets: DemoTicket[] = [
	{
		customer: 'C1001',
		product: 'powergate3',
		unit: 'PG3-88N1-0264',
		subject: 'Righe sul display del Powergate, a volte illeggibile',
		steps: [
			{
				by: 'C1001',
				hoursAgo: 170,
				says: '<p>Buongiorno, da una settimana sul display ci sono righe orizzontali, la mattina a freddo non si legge quasi niente. Per il resto funziona: leggo e scrivo.</p>',
			},
			{ by: elisa, hoursAgo: 167, taken: true },
			{
				by: elisa,
				hoursAgo: 166,
				says: '<p>Buongiorno, a freddo è il contatto tra display e scheda: sul posto non si ripara. Lo strumento è in garanzia e Le ho autorizzato la spedizione. Completi il modulo dell’RMA da questa pagina, lo stampi e lo metta nel pacco.</p>',
			},
			{ by: elisa, hoursAgo: 165.9, rma: { authorise: { inWarranty: true } } },
			{
				by: 'C1001',
				hoursAgo: 76,
				rma: {
					complete: {
						contact: 'Marco Valtorba',
						street: 'Via delle Bielle 14',
						postcode: '00000',
						city: 'Valtorba',
						purchasedDaysAgo: 310,
						fault: 'Righe orizzontali sul display, soprattutto a freddo. Dopo dieci minuti migliora, ma non spariscono. Lettura e scrittura funzionano.',
						accessories: { 'usb-cable': 'in_parcel', 'obd-cable': 'in_parcel', case: 'never_had' },
					},
				},
			},
			{
				by: 'C1001',
				hoursAgo: 75.8,
				says: '<p>Modulo completato e stampato. Spedisco appena finisco il lavoro che ho in corso.</p>',
			},
		],
	},
	{
		customer: 'C1001',
		product: 'kessv2',
		unit: 'K2M-4T81-0937',
		subject: 'La presa USB dello strumento ha gioco',
		steps: [
			{
				by: 'C1001',
				hoursAgo: 25.5,
				says: '<p>Buongiorno, da qualche giorno il KESSv2 si vede solo se tengo fermo il cavo: la presa USB sullo strumento balla. Cavo cambiato, stessa cosa. Finita la Patrol può restare fermo: si ripara?</p>',
			},
			{ by: elisa, hoursAgo: 23, taken: true },
			{
				by: elisa,
				hoursAgo: 22.5,
				says: '<p>Buongiorno, la presa si sta staccando dalla scheda: va risaldata da noi, e meglio prima che ceda durante una scrittura. Lo strumento è in garanzia. Le ho autorizzato la spedizione: completi il modulo dell’RMA da questa pagina e indichi gli accessori che mette nel pacco.</p>',
			},
			{ by: elisa, hoursAgo: 22.4, rma: { authorise: { inWarranty: true } } },
		],
	},
];
