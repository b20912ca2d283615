import type { Locale } from '../src/identity/account.ts';

/** What the generated tickets talk about. `%1$s` make, `%2$s` model, `%3$s` ECU, `%4$s` protocol. */
export const vehicles = [
	['Nissan', 'Patrol', '3.0 ZD30 DDTi', 'Hitachi LFQ'],
	['Volkswagen', 'Golf VII', '2.0 TDI CR', 'Bosch EDC17C64'],
	['Audi', 'A6 C7', '3.0 TDI V6', 'Bosch EDC17CP44'],
	['BMW', '320d F30', '2.0d N47', 'Bosch EDC17C50'],
	['Citroën', 'Jumper', '2.2 BlueHDi', 'Delphi DCM7.1A'],
	['Peugeot', '308', '1.6 THP', 'Bosch MED17.4.2'],
	['Renault', 'Mégane IV', '1.5 dCi', 'Delphi DCM1.2'],
	['Škoda', 'Octavia', '1.8 TSI', 'Continental Simos 18'],
	['Fiat', 'Ducato', '2.3 Multijet', 'Magneti Marelli MJD8F3'],
	['Alfa Romeo', 'Giulia', '2.2 JTDm', 'Bosch MD1CS003'],
	['Seat', 'León', '2.0 TSI', 'Bosch MED17.5.2'],
	['Mercedes-Benz', 'Sprinter 906', '2.1 CDI', 'Delphi CRD3'],
	['Toyota', 'Land Cruiser', '4.5 D-4D', 'Denso 275800'],
	['УАЗ', 'Патриот', '2.7 ЗМЗ-409', 'Bosch ME17.9.7'],
	['John Deere', '6150R', '6.8 PowerTech', 'Delphi JD14'],
] as const;

type Speech = { subjects: string[]; questions: string[]; answers: string[]; searched: string };

/** `searched` is a word as people type it: without accents, in any case, and part of about one subject in five or six. */
export const speech: Record<Locale, Speech> = {
	en: {
		searched: 'CHECKSUM',
		subjects: [
			'Reading error on %1$s %2$s with protocol %4$s',
			'Checksum not corrected after writing, %3$s',
			'%1$s %2$s does not start after recovery',
			'Connection lost at 40 %% while reading %3$s in boot mode',
			'Wiring for %3$s, %1$s %2$s: which pin is CNF1?',
			'Naïve question about the tuning counter of %3$s',
		],
		questions: [
			'The tool stops after a minute and the ignition has to be switched off and on again.',
			'We tried another battery charger and another cable with the same result.',
			'The car stands on the lift, so an answer today would help a lot.',
			'The log and a photograph of the label are attached.',
		],
		answers: [
			'Please keep the supply at 13.5 V and repeat the identification before reading.',
			'The file shows a newer software than the protocol expects, so choose the one named below.',
			'We corrected the checksum; please write the file again in full.',
		],
	},
	it: {
		searched: 'velocita',
		subjects: [
			'Errore di lettura su %1$s %2$s con protocollo %4$s',
			'Limitatore di velocità non più modificabile, %3$s',
			'Perché %1$s %2$s non parte dopo il recupero?',
			'Connessione persa al 40 %% durante la lettura di %3$s',
			'Schema di collegamento per %3$s, %1$s %2$s',
			'Contatore delle modifiche già esaurito: è possibile sbloccarlo?',
		],
		questions: [
			'Lo strumento si ferma dopo un minuto e bisogna spegnere e riaccendere il quadro.',
			'Abbiamo già provato con un altro mantenitore e con un altro cavo, senza novità.',
			"L'auto è sul ponte: una risposta in giornata ci aiuterebbe molto.",
			"Alleghiamo il log e una fotografia dell'etichetta.",
		],
		answers: [
			"Mantenga l'alimentazione a 13,5 V e ripeta l'identificazione prima di leggere.",
			'Il file contiene un software più recente di quello previsto: scelga il protocollo indicato sotto.',
			'Abbiamo corretto il checksum; riscriva il file per intero.',
		],
	},
	fr: {
		searched: 'echec',
		subjects: [
			'Erreur de lecture sur %1$s %2$s avec le protocole %4$s',
			"Échec de l'écriture, somme de contrôle refusée, %3$s",
			'%1$s %2$s ne démarre plus après la récupération',
			'Connexion perdue à 40 %% pendant la lecture du %3$s',
			'Schéma de câblage du %3$s, %1$s %2$s',
			'Compteur de modifications épuisé : où le réinitialiser ?',
		],
		questions: [
			"L'outil s'arrête au bout d'une minute et il faut couper puis remettre le contact.",
			'Nous avons essayé un autre chargeur et un autre câble, même résultat.',
			"Le véhicule est sur le pont, une réponse aujourd'hui nous aiderait beaucoup.",
			"Le journal et une photo de l'étiquette sont joints.",
		],
		answers: [
			"Maintenez l'alimentation à 13,5 V et répétez l'identification avant la lecture.",
			'Le fichier contient un logiciel plus récent que prévu : choisissez le protocole indiqué ci-dessous.',
			'Nous avons corrigé la somme de contrôle ; réécrivez le fichier en entier.',
		],
	},
	es: {
		searched: 'conexion',
		subjects: [
			'Error de lectura en %1$s %2$s con el protocolo %4$s',
			'Suma de verificación no corregida después de escribir, %3$s',
			'El %1$s %2$s no arranca tras la recuperación',
			'Conexión perdida al 40 %% durante la lectura de %3$s',
			'Esquema de cableado para %3$s, %1$s %2$s',
			'Contador de modificaciones agotado: ¿se puede reiniciar mañana?',
		],
		questions: [
			'La herramienta se detiene al cabo de un minuto y hay que quitar y dar el contacto.',
			'Hemos probado otro cargador y otro cable con el mismo resultado.',
			'El coche está en el elevador; una respuesta hoy nos ayudaría mucho.',
			'Adjuntamos el registro y una fotografía de la etiqueta.',
		],
		answers: [
			'Mantenga la alimentación a 13,5 V y repita la identificación antes de leer.',
			'El archivo contiene un software más nuevo de lo previsto: elija el protocolo indicado abajo.',
			'Hemos corregido la suma de verificación; escriba de nuevo el archivo completo.',
		],
	},
	ru: {
		searched: 'подключения',
		subjects: [
			'Ошибка чтения %1$s %2$s по протоколу %4$s',
			'Контрольная сумма не исправлена после записи, %3$s',
			'%1$s %2$s не заводится после восстановления',
			'Потеря связи на 40 %% при чтении %3$s в режиме загрузки',
			'Схема подключения для %3$s, %1$s %2$s',
			'Счётчик изменений исчерпан: можно ли его ещё сбросить?',
		],
		questions: [
			'Прибор останавливается через минуту, приходится выключать и снова включать зажигание.',
			'Пробовали другое зарядное устройство и другой кабель, результат тот же.',
			'Автомобиль стоит на подъёмнике, ответ сегодня очень помог бы.',
			'Журнал и фотография этикетки приложены.',
		],
		answers: [
			'Держите питание 13,5 В и повторите идентификацию перед чтением.',
			'В файле более новая версия программы, чем ожидает протокол: выберите указанный ниже.',
			'Мы исправили контрольную сумму; запишите файл целиком ещё раз.',
		],
	},
};
