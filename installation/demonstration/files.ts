import { mediaTypeOf, type Slot } from '../../src/attachments/attachment.ts';
import { errorDialog } from './drawing/dialog.ts';
import { bareConnector, bootPin, openedUnit, photograph, supplyOnMeter } from './drawing/photograph.ts';
import { flashDump, modified } from './dumps.ts';
import * as logs from './logs.ts';

export type DemoFile = { name: string; slot: Slot; mediaType: string; make(): Promise<Buffer> };

const file = (name: string, slot: Slot, make: () => Buffer | Promise<Buffer>): DemoFile => ({
	name,
	slot,
	mediaType: mediaTypeOf(name),
	make: async () => make(),
});

const original = (name: string, seed: number, ...identity: string[]) =>
	file(name, 'original-file', () => flashDump(seed, identity));

const ducato = () => flashDump(52, ['EDC17CP52 DEMO', 'HW 0281DEMO52', 'SW 1037DEMO52', 'F1AE DUCATO 2.3']);
const edc16 = () => flashDump(39, ['EDC16C39 DEMO', 'HW 0281DEMO39', 'SW 1037DEMO39']);
const crafter = () => flashDump(20, ['EDC17CP20 DEMO', 'HW 0281DEMO20', 'SW 1037DEMO20']);

const files = {
	'patrol-604-read.log': file('patrol-604-read.log', 'tool-log', logs.patrolReadLog),
	'patrol-604-complete.log': file('patrol-604-complete.log', 'tool-log', logs.patrolSecondLog),
	'k-tag-40.log': file('k-tag-40.log', 'tool-log', logs.lostConnectionLog),
	'bdm-scrittura.log': file('bdm-scrittura.log', 'tool-log', logs.interruptedWriteLog),
	'powergate-wlan.txt': file('powergate-wlan.txt', 'tool-log', logs.wifiLog),
	'vr-ident.log': file('vr-ident.log', 'tool-log', logs.identLog),
	'boxer-id.txt': file('boxer-id.txt', 'other', () => logs.identification('EDC17C60', '44')),
	'jumpy-id.txt': file('jumpy-id.txt', 'other', () => logs.identification('DCM7.1', '71')),
	'error-604.png': file('error-604.png', 'error-screenshot', () =>
		errorDialog({
			title: 'Reading stopped',
			code: '604-0x1E',
			lines: ['The control unit does', 'not answer any more.', 'Supply voltage: 12.08 V'],
			progress: 15,
			protocol: 'Protocol 604',
		}),
	),
	'error-vr.png': file('error-vr.png', 'error-screenshot', () =>
		errorDialog({
			title: 'Virtual read',
			code: 'VR-02',
			lines: ['No file for this', 'software number', 'in the archive.'],
			progress: 0,
			protocol: 'Protocol 411',
		}),
	),
	'golf-write.png': file('golf-write.png', 'error-screenshot', () =>
		errorDialog({
			title: 'Writing stopped',
			code: '527-0x36',
			lines: ['Security access denied:', 'too many attempts.', 'Supply voltage: 12.9 V'],
			progress: 4,
			protocol: 'Protocol 527',
		}),
	),
	'patrol-original.bin': original('patrol-original.bin', 604, 'MEC DEMO', 'HW 23710-0DEMO2', 'SW 1A66C-DEMO'),
	'edc16-backup.bin': file('edc16-backup.bin', 'original-file', () => edc16().subarray(0, 0x0020_0000)),
	'transit-original.bin': original('transit-original.bin', 62, 'DCM6.2 DEMO', 'HW 28DEMO62', 'SW JK21DEMO'),
	'prado-original.bin': original('prado-original.bin', 150, 'DENSO DEMO', '89661-DEMO', '1GD-FTV'),
	'ducato-originale.bin': file('ducato-originale.bin', 'original-file', ducato),
	'ducato-modificato.mod': file('ducato-modificato.mod', 'modified-file', () =>
		modified(ducato(), 0x001d_2000, 0x2000),
	),
	'crafter-tuned.mod': file('crafter-tuned.mod', 'modified-file', () => modified(crafter(), 0x001e_0000, 0x1800)),
	'cablaggio-centralina-aperta.jpg': file('cablaggio-centralina-aperta.jpg', 'wiring-photo', () =>
		photograph(openedUnit(), 7),
	),
	'boot-pin-tester.jpg': file('boot-pin-tester.jpg', 'wiring-photo', () => photograph(bootPin(), 11)),
	'golf-supply.jpg': file('golf-supply.jpg', 'wiring-photo', () => photograph(supplyOnMeter(), 36)),
	'conector-banco.jpg': file('conector-banco.jpg', 'wiring-photo', () => photograph(bareConnector(), 23)),
} satisfies Record<string, DemoFile>;

export type DemoFileName = keyof typeof files;

/** Files of the demonstration's messages, made when asked for: quick ones first, photographs (over a second each) last. */
export const demoFiles: Record<DemoFileName, DemoFile> = files;
