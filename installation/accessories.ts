import type { Accessory, Drawing } from '../src/units/accessory.ts';
import type { InEveryLanguage } from '../src/units/product.ts';

const names = {
	'usb-cable': {
		en: 'USB cable',
		it: 'Cavo USB',
		fr: 'Câble USB',
		es: 'Cable USB',
		ru: 'Кабель USB',
	},
	'obd-cable': {
		en: 'OBD cable, 16 pins',
		it: 'Cavo OBD a 16 poli',
		fr: 'Câble OBD 16 broches',
		es: 'Cable OBD de 16 pines',
		ru: 'Кабель OBD, 16 контактов',
	},
	'power-supply': {
		en: 'Mains adapter 12 V',
		it: 'Alimentatore 12 V',
		fr: 'Bloc secteur 12 V',
		es: 'Fuente de alimentación de 12 V',
		ru: 'Блок питания 12 В',
	},
	'supply-cable': {
		en: 'Supply cable with clamps',
		it: 'Cavo di alimentazione con pinze',
		fr: 'Câble d’alimentation à pinces',
		es: 'Cable de alimentación con pinzas',
		ru: 'Кабель питания с зажимами',
	},
	'flat-cable': {
		en: 'Flat cable for BDM and JTAG',
		it: 'Cavo flat per BDM e JTAG',
		fr: 'Nappe BDM et JTAG',
		es: 'Cable plano para BDM y JTAG',
		ru: 'Плоский шлейф BDM и JTAG',
	},
	'boot-cable': {
		en: 'Multi-wire cable for boot mode',
		it: 'Cavo multifilo per bootmode',
		fr: 'Faisceau pour mode boot',
		es: 'Cable multifilar para modo boot',
		ru: 'Многожильный кабель для boot-режима',
	},
	adapters: {
		en: 'Set of probe adapters',
		it: 'Set di adattatori a sonda',
		fr: 'Jeu d’adaptateurs à pointes',
		es: 'Juego de adaptadores de sonda',
		ru: 'Набор адаптеров с иглами',
	},
	dongle: {
		en: 'USB licence key',
		it: 'Chiave USB di licenza',
		fr: 'Clé USB de licence',
		es: 'Llave USB de licencia',
		ru: 'USB-ключ лицензии',
	},
	case: {
		en: 'Carrying case',
		it: 'Valigetta',
		fr: 'Mallette',
		es: 'Maletín',
		ru: 'Кейс',
	},
} satisfies Partial<Record<Drawing, InEveryLanguage>>;

export function accessories(...slugs: (keyof typeof names)[]): Accessory[] {
	return slugs.map((slug) => ({ slug, names: names[slug], picture: slug }));
}
