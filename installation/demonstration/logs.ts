// Tool logs as text, in an invented form: time, level, message.

type Transfer = {
	from: string;
	block: number;
	blocks: number;
	address: number;
	seconds: number;
	verb: 'RD' | 'WR';
	volts?: number;
};

const stamp = (seconds: number) => {
	const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
	return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}:${rest.toFixed(3).padStart(6, '0')}`;
};

const secondsOf = (time: string) => time.split(':').reduce((total, part) => total * 60 + Number(part), 0);

const hex = (value: number, digits: number) => value.toString(16).toUpperCase().padStart(digits, '0');

function transfer({ from, block, blocks, address, seconds, verb, volts = 13.42 }: Transfer): string[] {
	const start = secondsOf(from);
	return Array.from({ length: blocks }, (_, index) => {
		const at = stamp(start + index * seconds);
		const voltage = (volts - (index % 7) * 0.01).toFixed(2);
		return `${at} I ${verb} 0x${hex(address + index * block, 8)} len 0x${hex(block, 4)} ok crc ${hex(((index + 3) * 40503) & 0xffff, 4)} vbatt ${voltage}`;
	});
}

const text = (...lines: (string | string[])[]) => Buffer.from(`${lines.flat().join('\r\n')}\r\n`);

/** KESSv2, protocol 604: identification works, the read stops at a block that is never answered. */
export function patrolReadLog(): Buffer {
	return text(
		'# tool KESSv2  serial K2M-4T81-0937  software 2.80  fw 2.41',
		'# protocol 604  line CAN 500 kbit/s  id 7E0/7E8  adapter OBD',
		'09:41:02.115 I supply voltage 13.42 V  ignition ON',
		'09:41:02.640 I session 10 92 -> 50 92',
		'09:41:03.002 I ident HW 23710-0DEMO2 SW 1A66C-DEMO VIN not stored in log',
		'09:41:03.377 I security access: seed received, key accepted',
		'09:41:03.910 I flash size 0x400000, blocks of 0x1000',
		transfer({ from: '09:41:04.200', block: 0x1000, blocks: 154, address: 0, seconds: 0.182, verb: 'RD' }),
		'09:41:33.730 W RD 0x0009A000 len 0x1000 no answer within 1500 ms, retry 1 of 3',
		'09:41:35.242 W RD 0x0009A000 len 0x1000 no answer within 1500 ms, retry 2 of 3',
		'09:41:36.754 W RD 0x0009A000 len 0x1000 negative answer 7F 23 78 (answer pending)',
		'09:41:41.761 E RD 0x0009A000 P2* exceeded (5000 ms)  vbatt 12.08',
		'09:41:41.764 E reading stopped at 15 %  code 604-0x1E',
		'09:41:42.270 I session closed, ignition may be switched off',
	);
}

/** The same car with the bench supply and a direct cable: complete. */
export function patrolSecondLog(): Buffer {
	return text(
		'# tool KESSv2  serial K2M-4T81-0937  software 2.80  fw 2.41',
		'# protocol 604  line CAN 500 kbit/s  id 7E0/7E8  adapter OBD',
		'15:22:10.090 I supply voltage 13.44 V  ignition ON',
		'15:22:11.377 I security access: seed received, key accepted',
		transfer({ from: '15:22:12.000', block: 0x1000, blocks: 1024, address: 0, seconds: 0.182, verb: 'RD' }),
		'15:25:18.912 I reading complete, 4194304 bytes, checksum of the read-out 5E21',
	);
}

/** K-TAG that loses the target at 40 %. */
export function lostConnectionLog(): Buffer {
	return text(
		'# tool K-TAG  serial KTM-7R20-0412  software 2.27  fw 1.96',
		'# family TriCore TC1767  bootmode  plug-in protocol 352',
		'17:05:44.020 I target supply 12.10 V, 0.31 A',
		'17:05:45.310 I bootstrap loader accepted, device id 1017 C083',
		transfer({
			from: '17:05:46.000',
			block: 0x2000,
			blocks: 102,
			address: 0xa0000000,
			seconds: 0.402,
			verb: 'RD',
			volts: 12.1,
		}),
		'17:06:27.511 W target does not answer, retry 1 of 5  vtarget 11.02',
		'17:06:28.013 W target does not answer, retry 5 of 5  vtarget 10.88',
		'17:06:28.014 E connection to the target lost at 40 %  code KT-31',
	);
}

/** Writing in boot mode, interrupted. */
export function interruptedWriteLog(): Buffer {
	return text(
		'# tool K-TAG  serial KTM-9D55-1120  software 2.26  fw 1.96',
		'# family MPC5xx  BDM  board powered by the tool',
		'11:12:01.400 I flash erased, blocks 0 to 7',
		transfer({
			from: '11:12:04.000',
			block: 0x1000,
			blocks: 71,
			address: 0x00010000,
			seconds: 0.21,
			verb: 'WR',
			volts: 12.06,
		}),
		'11:12:19.120 E USB device removed by the operating system',
		'11:12:19.121 E writing interrupted at 28 %, the control unit is NOT complete',
	);
}

/** Powergate 3+ that finds no access point for its update. */
export function wifiLog(): Buffer {
	return text(
		'# tool Powergate 3+  serial PG3-88N1-0264  software 3.5.0',
		'08:02:11 I wlan scan: 4 networks',
		'08:02:13 I join "officina" WPA2, channel 13',
		'08:02:23 W authentication timeout',
		'08:02:34 W authentication timeout',
		'08:02:34 E update server not reached (WL-07)',
	);
}

/** OBD identification that answers with another software number than the driver expects. */
export function identLog(): Buffer {
	return text(
		'# tool KESSv2  serial K2S-6H13-0571  software 2.79  fw 2.41',
		'# protocol 411  line CAN 500 kbit/s  id 7E0/7E8',
		'14:30:55.210 I supply voltage 13.38 V  ignition ON',
		'14:30:56.002 I ident HW 0281 DEMO 44  SW 1037 DEMO 07  calibration 9813 DEMO',
		'14:30:56.440 W virtual read: no file for this SW number in the archive',
		'14:30:56.441 E VR not available for this identification  code VR-02',
	);
}

/** What a tool saves of an identification. */
export function identification(ecu: string, number: string): Buffer {
	return text(
		`ECU            ${ecu}`,
		`HW             0281DEMO${number}`,
		`SW             1037DEMO07`,
		`CALIBRATION    9813DEMO${number}`,
		'BOOT           V2.1',
		'CODING         not read',
		'SUPPLY         13.38 V',
	);
}
