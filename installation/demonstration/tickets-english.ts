import type { DemoTicket } from './ticket.ts';

const elisa = 'technician@serialdesk.test';
const dario = 'supervisor@serialdesk.test';

export const englishTickets: DemoTicket[] = [
	{
		customer: 'C5001',
		product: 'ecm-titanium',
		unit: 'ECM-19H7-1754',
		subject: 'Driver opens but the torque maps look like noise',
		make: 'Ford',
		model: 'Transit',
		engine: '2.0 EcoBlue 96 kW',
		year: '2018',
		ecu: 'Delphi DCM 6.2',
		steps: [
			{
				by: 'C5001',
				hoursAgo: 410,
				says: '<p>Same van model as last month, same driver, but the torque limiter is all spikes. Did the file get corrupted when reading? Original attached.</p>',
				files: ['transit-original.bin'],
			},
			{ by: elisa, hoursAgo: 407, taken: true },
			{
				by: elisa,
				hoursAgo: 406.5,
				says: '<p>The file is fine: its size and its own checksums are correct. The driver is not the one for this software. Your file carries a newer SW number, and there the maps have moved by 0x2A0, so the driver of last month reads between two maps.</p><p>Use <em>Search driver by file content</em> instead of the list by vehicle. You should get exactly one result.</p>',
			},
			{
				by: 'C5001',
				hoursAgo: 388,
				says: '<p>Yes, one result and clean maps. Did not know the list by vehicle is only by model. Thanks.</p>',
			},
			{
				by: 'C5001',
				hoursAgo: 387.5,
				closed: true,
				solution: 'Wrong driver for the SW number. Search by file content, not by vehicle.',
			},
		],
	},
	{
		customer: 'C5001',
		product: 'kessv2',
		unit: 'K2M-5C40-0666',
		subject: 'Subscription ends next week: what still works afterwards?',
		unread: true,
		steps: [
			{
				by: 'C5001',
				hoursAgo: 74,
				says: '<p>We are waiting for the invoice of the renewal. If it runs out meanwhile, can we still write back an original for a customer? And do our Slaves stop too?</p>',
			},
			{ by: dario, hoursAgo: 70, taken: true },
			{
				by: dario,
				hoursAgo: 69,
				says: '<p>Nothing is locked on the day itself. What you have read stays on your PC, and writing back originals goes on working. Without an active subscription there are no updates and no new virtual reads, and technicians see the date on your tickets.</p><p>Slaves follow the date of their Master. I have asked the office for the state of your invoice and write here as soon as I know.</p>',
			},
			{
				by: dario,
				hoursAgo: 68.9,
				note: '<p>Asked accounts about the renewal of C5001. Answer expected tomorrow.</p>',
			},
			{
				by: dario,
				hoursAgo: 5,
				says: '<p>The office has sent the invoice again to your bound address this morning. Could you tell me whether it arrived?</p>',
			},
		],
	},
	{
		customer: 'C5001',
		product: 'kessv2',
		unit: 'K2M-5C40-0666',
		subject: 'Golf 7 GTI: writing stops at “seed/key” although reading worked an hour before',
		make: 'Volkswagen',
		model: 'Golf VII GTI',
		engine: '2.0 TSI 169 kW',
		year: '2016',
		ecu: 'Bosch MED 17.5.21',
		protocol: '527',
		steps: [
			{
				by: 'C5001',
				hoursAgo: 218,
				says: '<p>Read by OBD without problem. Now writing: “security access denied”. Ignition off and on does not help. Battery 12.9 V, charger is on.</p>',
				files: ['golf-write.png'],
			},
			{ by: elisa, hoursAgo: 214, taken: true },
			{
				by: elisa,
				hoursAgo: 213,
				says: '<p>After several wrong attempts this ECU refuses any key for ten minutes, counted with ignition <strong>on</strong>. Leave the ignition on for 15 minutes without touching the tool, then identify again and write. Please do not press retry in between: each try starts the time anew.</p>',
			},
			{ by: 'C5001', hoursAgo: 195, says: '<p>That was it, written.</p>' },
			{ by: elisa, hoursAgo: 194.5, closed: true },
			{
				by: 'C5001',
				hoursAgo: 6.5,
				says: '<p>Same car is back, other customer of ours had the dashboard flashed by a dealer. Same message again, and this time 15 minutes do not help. I waited 40. Photo of the supply while it tries.</p>',
				files: ['golf-supply.jpg'],
			},
		],
	},
	{
		customer: 'C5001',
		product: 'kessv2',
		unit: 'K2M-5C40-0666',
		subject: 'Which cable for tractor diagnostics plug, Deutsch 9 pins',
		make: 'John Deere',
		model: '6130R',
		engine: '4.5 PowerTech',
		year: '2015',
		ecu: 'John Deere L20',
		steps: [
			{
				by: 'C5001',
				hoursAgo: 2.6,
				says: '<p>First agricultural job for us. Vehicle has the round 9 pin plug. Is that the grey or the green one, and is it in the standard case? Could not find it under accessories.</p>',
			},
		],
	},
];
