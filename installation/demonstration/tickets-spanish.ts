import type { DemoTicket } from './ticket.ts';

const nuria = 'technician.es@serialdesk.test';

export const spanishTickets: DemoTicket[] = [
	{
		customer: 'C3001',
		product: 'kessv2',
		unit: 'K2M-5W07-1488',
		subject: 'SEAT León FR MED17.5: identifica pero no lee',
		make: 'SEAT',
		model: 'León FR',
		engine: '2.0 TSI 155 kW',
		year: '2013',
		ecu: 'Bosch MED 17.5.2',
		protocol: '320',
		unread: true,
		steps: [
			{
				by: 'C3001',
				hoursAgo: 33,
				says: '<p>Buenas. Identifica HW y SW sin problema, pero al leer dice «tiempo de espera agotado» en el 2 %. Probado con otro cable OBD. En un Golf del mismo motor sí lee.</p>',
			},
			{ by: nuria, hoursAgo: 29, taken: true },
			{
				by: nuria,
				hoursAgo: 28.7,
				note: '<p>Subscription expired 5 weeks ago, software 2.76. The timeout on MED17.5.2 was fixed in 2.78.</p>',
			},
			{
				by: nuria,
				hoursAgo: 28.5,
				says: '<p>Buenos días. Ese tiempo de espera es un fallo conocido de las versiones anteriores a la <strong>2.78</strong>, y usted tiene la 2.76. Con la actualización debería leer a la primera.</p><p>Veo que la suscripción de la unidad está caducada y por eso no se ofrece la actualización. Mientras la renueva: ¿puede adjuntarme el log de esa lectura? Quiero asegurarme de que es el mismo caso.</p>',
			},
		],
	},
	{
		customer: 'C3001',
		product: 'kessv2',
		unit: 'K2M-5W07-1488',
		subject: 'Renovación de la suscripción: ¿se cuenta desde la caducidad o desde el pago?',
		steps: [
			{
				by: 'C3001',
				hoursAgo: 7.7,
				says: '<p>Antes de renovar quiero saber si los días que ha estado caducada se pierden, y si el ECM Titanium va en la misma renovación o aparte. Las dos unidades caducaron el mismo día.</p>',
			},
		],
	},
	{
		customer: 'C3001',
		product: 'ecm-titanium',
		unit: 'ECM-18A2-0995',
		subject: 'Volkswagen Golf MED17: ¿hay que corregir el checksum al guardar?',
		make: 'Volkswagen',
		model: 'Golf VI GTI',
		engine: '2.0 TSI 155 kW',
		year: '2011',
		ecu: 'Bosch MED 17.5',
		steps: [
			{
				by: 'C3001',
				hoursAgo: 1460,
				says: '<p>Hola, al guardar me ofrece «corregir checksum» y también «guardar sin corregir». Escribo por OBD con KESSv2. ¿Cuál es la buena?</p>',
			},
			{ by: nuria, hoursAgo: 1456, taken: true },
			{
				by: nuria,
				hoursAgo: 1455,
				says: '<p>Hola. Por OBD con ese protocolo, el checksum lo corrige la herramienta al escribir, así que puede guardar <em>sin corregir</em>. Si algún día escribe el mismo archivo en banco, guarde con la corrección y compruebe que el programa indica todos los bloques correctos.</p>',
			},
			{
				by: 'C3001',
				hoursAgo: 1432,
				says: '<p>Perfecto, escrito y funcionando. Gracias, Nuria.</p>',
			},
			{ by: nuria, hoursAgo: 1431, closed: true },
		],
	},
	{
		customer: 'C3002',
		product: 'k-tag',
		unit: 'KTM-8E34-0723',
		subject: 'EDC17C54 en banco: consumo 0 A con todo conectado',
		make: 'Volkswagen',
		model: 'Passat B7',
		engine: '2.0 TDI 103 kW',
		year: '2013',
		ecu: 'Bosch EDC17 C54',
		protocol: '349',
		unread: true,
		steps: [
			{
				by: 'C3002',
				hoursAgo: 55,
				says: '<p>Buenos días, centralita en banco por el conector, fuente a 13,5 V y el consumo no se mueve de cero. La foto es de cómo está conectado. ¿Me falta algún positivo?</p>',
				files: ['conector-banco.jpg'],
			},
			{ by: nuria, hoursAgo: 52, taken: true },
			{
				by: nuria,
				hoursAgo: 51.5,
				says: '<p>Gracias por la foto. Veo masa y un positivo permanente, pero falta el <strong>positivo de contacto</strong>: sin él la centralita no despierta. En la ayuda del protocolo 349 es el hilo violeta. Con él debería ver entre 0,15 y 0,4 A.</p>',
			},
			{ by: 'C3002', hoursAgo: 31, says: '<p>Era eso. 0,22 A y leyendo. ¡Gracias!</p>' },
			{
				by: nuria,
				hoursAgo: 30,
				says: '<p>Me alegro. Dejo cerrado el ticket; si responde aquí, se vuelve a abrir.</p>',
			},
			{
				by: nuria,
				hoursAgo: 29.9,
				closed: true,
				solution: 'Faltaba el positivo de contacto (hilo violeta) en banco.',
			},
		],
	},
	{
		customer: 'C3001',
		product: 'kessv2',
		unit: 'K2M-5W07-1488',
		subject: 'El KESSv2 se apaga solo a los pocos minutos',
		steps: [
			{
				by: 'C3001',
				hoursAgo: 1300,
				says: '<p>Buenas. Desde ayer la herramienta se apaga sola entre tres y cinco minutos después de conectarla, con cable OBD y también en banco. Probada con otra fuente: igual. Así no puedo leer nada.</p>',
			},
			{ by: nuria, hoursAgo: 1296, taken: true },
			{
				by: nuria,
				hoursAgo: 1295,
				says: '<p>Buenos días. Si ocurre con dos fuentes distintas, es la etapa de alimentación de la herramienta y hay que repararla aquí. Está en garantía: le he autorizado el envío. Complete el formulario del RMA desde esta página y póngalo en el paquete.</p>',
			},
			{ by: nuria, hoursAgo: 1294.9, rma: { authorise: { inWarranty: true } } },
			{
				by: 'C3001',
				hoursAgo: 1290,
				rma: {
					complete: {
						contact: 'Rosa Ribalta',
						street: 'Calle del Cigüeñal 27',
						postcode: '00000',
						city: 'Ribalmar',
						purchasedDaysAgo: 500,
						fault: 'Se apaga sola entre tres y cinco minutos después de conectarla, con cualquier fuente. La carcasa se calienta junto al conector.',
						accessories: {
							'usb-cable': 'in_parcel',
							'obd-cable': 'in_parcel',
							'power-supply': 'in_parcel',
							'supply-cable': 'in_parcel',
							case: 'in_parcel',
						},
					},
				},
			},
			{ by: 'C3001', hoursAgo: 1268, rma: { send: { carrier: 'Correos', tracking: 'PQ0000000000' } } },
			{ by: nuria, hoursAgo: 1220, rma: 'receive' },
			{ by: nuria, hoursAgo: 1200, rma: 'inspect' },
			{ by: nuria, hoursAgo: 1150, rma: { repair: 'supply' } },
			{ by: nuria, hoursAgo: 1126, rma: { ship: { carrier: 'Correos', tracking: 'PQ0000000001' } } },
			{ by: 'C3001', hoursAgo: 1080, rma: 'close' },
			{
				by: 'C3001',
				hoursAgo: 1079.8,
				says: '<p>Recibida ayer y lleva toda la mañana encendida sin apagarse. Muchas gracias.</p>',
			},
			{
				by: nuria,
				hoursAgo: 1078,
				closed: true,
				solution: 'Reparada en garantía: regulador de alimentación sustituido.',
			},
		],
	},
];
