import type { DemoTicket } from './ticket.ts';

const julien = 'technician.fr@serialdesk.test';

export const frenchTickets: DemoTicket[] = [
	{
		customer: 'C2001',
		product: 'kessv2',
		unit: 'K2S-6H13-0571',
		subject: 'Peugeot 308 : l’écriture s’arrête juste après l’effacement',
		make: 'Peugeot',
		model: '308 II',
		engine: '1.6 BlueHDi 88 kW',
		year: '2017',
		ecu: 'Bosch EDC17 C60',
		protocol: '411',
		steps: [
			{
				by: 'C2001',
				hoursAgo: 530,
				says: '<p>Bonjour, effacement OK puis « pas de réponse » et le moteur ne démarre plus. Contact remis, pareil. Tension 12,3 V, je n’avais pas branché d’alimentation. Que faire avant de démonter le calculateur ?</p>',
			},
			{ by: julien, hoursAgo: 527, taken: true },
			{
				by: julien,
				hoursAgo: 526.5,
				says: '<p>Bonjour, ne démontez rien pour l’instant. Le secteur de boot n’est pas effacé sur ce protocole, le calculateur attend simplement la suite.</p><ul><li>Branchez une alimentation stabilisée, 13,4 V mesurés à la batterie.</li><li>Débranchez l’outil, contact coupé une minute.</li><li>Rebranchez et choisissez <strong>Reprise d’écriture</strong>, avec le fichier d’origine.</li></ul>',
			},
			{
				by: 'C2001',
				hoursAgo: 508,
				says: '<p>La reprise est passée, elle démarre. J’ai ensuite écrit mon fichier avec l’alimentation, sans souci. Je ne m’en passerai plus.</p>',
			},
			{
				by: 'C2001',
				hoursAgo: 507.8,
				closed: true,
				solution: 'Alimentation stabilisée puis reprise d’écriture avec le fichier d’origine.',
			},
		],
	},
	{
		customer: 'C2001',
		product: 'ecm-titanium',
		unit: 'ECM-20F8-0316',
		subject: 'Renault Trafic : axes des cartographies de couple inversés ?',
		make: 'Renault',
		model: 'Trafic III',
		engine: '1.6 dCi 92 kW',
		year: '2016',
		ecu: 'Bosch EDC17 C84',
		unread: true,
		steps: [
			{
				by: 'C2001',
				hoursAgo: 46,
				says: '<p>Dans « limiteur de couple », le régime est en ordonnée et la pression en abscisse, contrairement au Trafic II. C’est le driver ou c’est normal ? Je préfère demander avant de modifier.</p>',
			},
			{ by: julien, hoursAgo: 43, taken: true },
			{
				by: julien,
				hoursAgo: 42.5,
				says: '<p>Bonne question. Sur l’EDC17 C84 les axes sont réellement rangés dans cet ordre, le driver est juste. Vous pouvez afficher la carte transposée : clic droit, <em>Permuter les axes</em> ; cela ne change que l’affichage, pas le fichier.</p><p>Pouvez-vous me confirmer le numéro SW affiché dans Info → Fichier ? Je vérifierai qu’il n’existe pas de driver plus récent.</p>',
			},
		],
	},
	{
		customer: 'C2001',
		product: 'data-bank',
		subject: 'Fichier d’origine Citroën Jumpy introuvable',
		make: 'Citroën',
		model: 'Jumpy',
		engine: '2.0 BlueHDi 110 kW',
		year: '2019',
		ecu: 'Delphi DCM 7.1',
		steps: [
			{
				by: 'C2001',
				hoursAgo: 4.1,
				says: '<p>Bonjour, le véhicule arrive avec un fichier déjà modifié par quelqu’un d’autre et je voudrais repartir de l’origine. Rien dans la Data Bank avec ce numéro SW. Pouvez-vous l’ajouter ? Identification jointe.</p>',
				files: ['jumpy-id.txt'],
			},
		],
	},
	{
		customer: 'C2002',
		product: 'powergate3',
		unit: 'PG3-91K4-0808',
		subject: 'Jumelage avec un autre véhicule',
		make: 'Renault',
		model: 'Clio IV RS',
		engine: '1.6 Turbo 147 kW',
		year: '2014',
		ecu: 'Valeo V46',
		protocol: '216',
		steps: [
			{
				by: 'C2002',
				hoursAgo: 96,
				says: '<p>Mon client a vendu sa Clio sans remettre l’origine et l’appareil est resté lié à la voiture. La voiture est encore joignable (même quartier). Comment libérer l’appareil ?</p>',
			},
			{ by: julien, hoursAgo: 91, taken: true },
			{
				by: julien,
				hoursAgo: 90,
				says: '<p>Bonjour, le plus simple est de rebrancher l’appareil sur cette Clio et de faire <strong>Restaurer l’origine</strong> : l’appareil se libère tout seul à la fin. Comptez douze minutes, avec une alimentation.</p><p>Dites-moi si le nouveau propriétaire est d’accord ; sinon il faudra la preuve d’achat de l’appareil.</p>',
			},
			{
				by: 'C2002',
				hoursAgo: 70,
				says: '<p>Il est d’accord, rendez-vous samedi matin. Je vous tiens au courant.</p>',
			},
			{
				by: julien,
				hoursAgo: 69.5,
				note: '<p>Samedi : fermé. Relire lundi matin (décalage horaire Réunion).</p>',
			},
		],
	},
	{
		customer: 'C2001',
		product: 'ecm-titanium',
		unit: 'ECM-20F8-0316',
		subject: 'Clé de licence Titanium pliée, plus reconnue',
		steps: [
			{
				by: 'C2001',
				hoursAgo: 410,
				says: '<p>Bonjour, la clé USB de licence a été pliée en déplaçant le PC : le connecteur tient à peine et Titanium ne la voit plus. Peut-on la réparer sans perdre la licence ?</p>',
			},
			{ by: julien, hoursAgo: 407, taken: true },
			{
				by: julien,
				hoursAgo: 406,
				says: '<p>Bonjour, oui : la licence est dans la puce, pas dans le connecteur. Envoyez-nous la clé seule. Un choc n’est pas couvert par la garantie : vous recevrez un devis avant toute réparation.</p>',
			},
			{ by: julien, hoursAgo: 405.9, rma: { authorise: { accessory: 'dongle', inWarranty: false } } },
			{
				by: 'C2001',
				hoursAgo: 390,
				rma: {
					complete: {
						contact: 'Hélène Corvesson',
						street: '8 rue du Vilebrequin',
						postcode: '00000',
						city: 'Corvesson',
						purchasedDaysAgo: 820,
						fault: 'Connecteur USB de la clé plié et à moitié arraché. La clé ne s’allume plus.',
						accessories: {},
					},
				},
			},
			{ by: 'C2001', hoursAgo: 384, rma: { send: { carrier: 'La Poste', tracking: '0A00000000000' } } },
			{
				by: 'C2001',
				hoursAgo: 383.8,
				says: '<p>La clé est partie ce matin en suivi, seule, dans une boîte rigide.</p>',
			},
			{ by: julien, hoursAgo: 260, rma: 'receive' },
			{ by: julien, hoursAgo: 244, rma: 'inspect' },
			{
				by: julien,
				hoursAgo: 100,
				rma: {
					quote: {
						lines: [
							{ text: 'Remplacement du connecteur USB de la clé', amount: 4800 },
							{ text: 'Contrôle de la licence et essai', amount: 1500 },
							{ text: 'Retour en envoi suivi', amount: 900 },
						],
						vatNote: 'Hors TVA',
						validDays: 21,
					},
				},
			},
		],
	},
];
