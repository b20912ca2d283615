import type { Slot } from '../src/attachments/attachment.ts';
import type { Accessory } from '../src/units/accessory.ts';
import type { InEveryLanguage, VehicleField } from '../src/units/product.ts';
import { accessories } from './accessories.ts';

export type DefaultProduct = {
	slug: string;
	name: string;
	taglines: InEveryLanguage;
	/** Where a customer reads his customer code. */
	help: InEveryLanguage;
	newestVersion: string;
	hasSerials: boolean;
	fields: VehicleField[];
	slots: Slot[];
	accessories: Accessory[];
	subscriptionPolicy: 'inform' | 'warn' | 'block';
};

const vehicle: VehicleField[] = ['make', 'model', 'engine', 'year', 'ecu'];

const underMyTools: InEveryLanguage = {
	en: 'Connect the tool, open its software and go to Settings → My Tools: the customer code stands beside the serial number.',
	it: 'Colleghi lo strumento, apra il software e vada in Impostazioni → I miei strumenti: il codice cliente è accanto al numero di serie.',
	fr: 'Branchez l’outil, ouvrez son logiciel, puis Paramètres → Mes outils : le code client figure à côté du numéro de série.',
	es: 'Conecte la herramienta, abra su software y vaya a Configuración → Mis herramientas: el código de cliente figura junto al número de serie.',
	ru: 'Подключите прибор, откройте его программу и перейдите в «Настройки → Мои приборы»: код клиента указан рядом с серийным номером.',
};

const underLicence: InEveryLanguage = {
	en: 'Open the software and choose Info → Licence: the customer code is on the first line.',
	it: 'Apra il software e scelga Info → Licenza: il codice cliente è nella prima riga.',
	fr: 'Ouvrez le logiciel et choisissez Info → Licence : le code client est sur la première ligne.',
	es: 'Abra el software y elija Info → Licencia: el código de cliente está en la primera línea.',
	ru: 'Откройте программу и выберите «Инфо → Лицензия»: код клиента указан в первой строке.',
};

const ofTheTools: InEveryLanguage = {
	en: 'The customer code is the one of your tools: Settings → My Tools in a tool’s software, or Info → Licence in ECM Titanium.',
	it: 'Il codice cliente è quello dei Suoi strumenti: Impostazioni → I miei strumenti nel software dello strumento, oppure Info → Licenza in ECM Titanium.',
	fr: 'Le code client est celui de vos outils : Paramètres → Mes outils dans le logiciel de l’outil, ou Info → Licence dans ECM Titanium.',
	es: 'El código de cliente es el de sus herramientas: Configuración → Mis herramientas en el software de la herramienta, o Info → Licencia en ECM Titanium.',
	ru: 'Код клиента тот же, что и у ваших приборов: «Настройки → Мои приборы» в программе прибора или «Инфо → Лицензия» в ECM Titanium.',
};

/** The catalogue, in the order in which it is shown. */
export const products: DefaultProduct[] = [
	{
		slug: 'kessv2',
		name: 'KESSv2',
		taglines: {
			en: 'OBD tuning tool',
			it: 'Strumento di riprogrammazione via OBD',
			fr: 'Outil de reprogrammation par prise OBD',
			es: 'Herramienta de reprogramación por OBD',
			ru: 'Прибор для чип-тюнинга через OBD',
		},
		help: underMyTools,
		newestVersion: '2.80',
		hasSerials: true,
		fields: [...vehicle, 'protocol'],
		slots: ['error-screenshot', 'wiring-photo', 'tool-log', 'original-file', 'modified-file', 'other'],
		accessories: accessories('usb-cable', 'obd-cable', 'power-supply', 'supply-cable', 'case'),
		subscriptionPolicy: 'warn',
	},
	{
		slug: 'k-tag',
		name: 'K-TAG',
		taglines: {
			en: 'Universal ECU interface for the bench',
			it: 'Interfaccia universale per centraline, da banco',
			fr: 'Interface universelle pour calculateurs, sur établi',
			es: 'Interfaz universal para centralitas, en banco',
			ru: 'Универсальный интерфейс для работы с ЭБУ на столе',
		},
		help: underMyTools,
		newestVersion: '2.27',
		hasSerials: true,
		fields: [...vehicle, 'protocol'],
		slots: ['error-screenshot', 'wiring-photo', 'tool-log', 'original-file', 'modified-file', 'other'],
		accessories: accessories('usb-cable', 'flat-cable', 'boot-cable', 'adapters', 'power-supply', 'case'),
		subscriptionPolicy: 'warn',
	},
	{
		slug: 'powergate3',
		name: 'Powergate 3+',
		taglines: {
			en: 'Personal OBD programmer',
			it: 'Programmatore OBD personale',
			fr: 'Programmateur OBD personnel',
			es: 'Programador OBD personal',
			ru: 'Персональный программатор OBD',
		},
		help: underMyTools,
		newestVersion: '3.5.2',
		hasSerials: true,
		fields: [...vehicle, 'protocol'],
		slots: ['error-screenshot', 'tool-log', 'original-file', 'modified-file', 'other'],
		accessories: accessories('usb-cable', 'obd-cable', 'case'),
		subscriptionPolicy: 'warn',
	},
	{
		slug: 'ecm-titanium',
		name: 'ECM Titanium',
		taglines: {
			en: 'Remapping software',
			it: 'Software di rimappatura',
			fr: 'Logiciel de cartographie moteur',
			es: 'Software de remapeo',
			ru: 'Программа для калибровки прошивок',
		},
		help: underLicence,
		newestVersion: '1.73',
		hasSerials: true,
		fields: vehicle,
		slots: ['error-screenshot', 'tool-log', 'original-file', 'modified-file', 'other'],
		accessories: accessories('dongle', 'usb-cable'),
		subscriptionPolicy: 'warn',
	},
	{
		slug: 'data-bank',
		name: 'Data Bank',
		taglines: {
			en: 'Original files and drivers, online',
			it: 'File originali e driver, online',
			fr: 'Fichiers d’origine et drivers, en ligne',
			es: 'Archivos originales y drivers, en línea',
			ru: 'Оригинальные файлы и драйверы онлайн',
		},
		help: ofTheTools,
		newestVersion: '',
		hasSerials: false,
		fields: vehicle,
		slots: ['error-screenshot', 'original-file', 'other'],
		accessories: [],
		subscriptionPolicy: 'warn',
	},
];
