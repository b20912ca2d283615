import { chance } from './chance.ts';
import { lettering } from './lettering.ts';

/** What lies on a bench, drawn as SVG in a field of 2000 × 1500, seen from above with light from the upper left. */
export type Drawn = { shape: string; shadow: string };

type Place = { x: number; y: number; turn?: number };

const placed = ({ x, y, turn = 0 }: Place, content: string) =>
	`<g transform="translate(${x} ${y}) rotate(${turn})">${content}</g>`;

const plate = (width: number, height: number, radius: number, fill: string, more = '') =>
	`<rect width="${width}" height="${height}" rx="${radius}" fill="${fill}" ${more}/>`;

const gradient = (id: string, from: string, to: string, tilt = 'x2="1" y2="1"') =>
	`<linearGradient id="${id}" x1="0" y1="0" ${tilt}><stop stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient>`;

export const gradients = [
	gradient('box', '#454b52', '#1b1e22'),
	gradient('grey', '#c9cdd0', '#7f858a'),
	gradient('board', '#1f7050', '#0e4530'),
	gradient('amber', '#e2a93b', '#b0761a'),
	gradient('glass', '#c3cfb4', '#93a283'),
	gradient('chip', '#3b3d40', '#17181a'),
	gradient('alloy', '#d8dadb', '#8d9194', 'x2="0" y2="1"'),
].join('');

/** A board with tracks, chips and pads, `marks` being printed on its two large chips. */
export function board(place: Place, seed: number, marks: [string, string]): Drawn {
	const width = 900;
	const height = 700;
	const random = chance(seed);
	const tracks = Array.from({ length: 90 }, () => track(random, width, height)).join('');
	const parts = Array.from({ length: 110 }, () => part(random, width, height)).join('');
	const screws = [30, 870].flatMap((x) => [30, 670].map((y) => screw(x, y))).join('');
	const shape = [
		plate(width, height, 14, 'url(#board)', 'stroke="#0a2c1f" stroke-width="4"'),
		tracks,
		parts,
		screws,
		chip(180, 170, 260, marks[0]),
		chip(560, 250, 190, marks[1]),
		padRow(520, 530, 11),
		lettering('BOOT', { x: 528, y: 570, size: 18, colour: '#dfe9e2' }),
	].join('');
	return { shape: placed(place, shape), shadow: placed(place, plate(width, height, 14, '#000')) };
}

function track(random: () => number, width: number, height: number): string {
	const x = 60 + random() * (width - 340);
	const y = 50 + random() * (height - 180);
	const run = 40 + random() * 120;
	const drop = (random() - 0.5) * 90;
	const path = `M${x.toFixed(0)} ${y.toFixed(0)}h${run.toFixed(0)}l${Math.abs(drop).toFixed(0)} ${drop.toFixed(0)}h${(run / 3).toFixed(0)}`;
	return `<path d="${path}" fill="none" stroke="#2f9a70" stroke-opacity=".65" stroke-width="${random() < 0.2 ? 9 : 4}"/>
		<circle cx="${x.toFixed(0)}" cy="${y.toFixed(0)}" r="6" fill="#c9b36a"/><circle cx="${x.toFixed(0)}" cy="${y.toFixed(0)}" r="2.5" fill="#16382b"/>`;
}

function part(random: () => number, width: number, height: number): string {
	const x = (50 + random() * (width - 130)).toFixed(0);
	const y = (50 + random() * (height - 110)).toFixed(0);
	const long = 18 + random() * 22;
	const body = ['#2a2522', '#8a6c4a', '#b99a6a', '#202328'][Math.floor(random() * 4)];
	return `<g transform="translate(${x} ${y}) rotate(${random() < 0.5 ? 0 : 90})"><rect width="${long.toFixed(0)}" height="14" fill="url(#alloy)"/><rect x="5" width="${(long - 10).toFixed(0)}" height="14" fill="${body}"/></g>`;
}

const screw = (x: number, y: number) =>
	`<circle cx="${x}" cy="${y}" r="17" fill="url(#alloy)"/><path d="M${x - 9} ${y}h18M${x} ${y - 9}v18" stroke="#555" stroke-width="4"/>`;

function chip(x: number, y: number, size: number, mark: string): string {
	const pins = Array.from({ length: Math.floor(size / 14) - 1 }, (_, index) => 12 + index * 14);
	const legs = pins
		.map(
			(at) =>
				`<rect x="${at}" y="-13" width="7" height="${size + 26}" fill="url(#alloy)"/><rect x="-13" y="${at}" width="${size + 26}" height="7" fill="url(#alloy)"/>`,
		)
		.join('');
	const letters = size / 14;
	return placed(
		{ x, y },
		`${legs}${plate(size, size, 6, 'url(#chip)')}<circle cx="24" cy="24" r="8" fill="#0c0c0d"/>${lettering(mark, { x: 26, y: size / 2 - letters, size: letters, colour: '#a8abae' })}${lettering('2138 KJ', { x: 26, y: size / 2 + letters, size: letters * 0.7, colour: '#85888b' })}`,
	);
}

const padRow = (x: number, y: number, count: number) =>
	Array.from(
		{ length: count },
		(_, index) =>
			`<circle cx="${x + index * 30}" cy="${y}" r="11" fill="#d9c27a"/><circle cx="${x + index * 30}" cy="${y}" r="4" fill="#4c5d3a"/>`,
	).join('');

/** A cable as a hanging curve with a highlight along it and tinned ends. */
export function wire(from: [number, number], to: [number, number], colour: string, sag = 120, thick = 13): Drawn {
	const [x1, y1] = from;
	const [x2, y2] = to;
	const path = `M${x1} ${y1}C${x1 + (x2 - x1) * 0.3} ${y1 + sag} ${x1 + (x2 - x1) * 0.7} ${y2 + sag} ${x2} ${y2}`;
	const line = (stroke: string, width: number, more = '') =>
		`<path d="${path}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" ${more}/>`;
	const solder = `<circle cx="${x2}" cy="${y2}" r="${thick * 0.95}" fill="url(#alloy)"/><circle cx="${x2 - 3}" cy="${y2 - 4}" r="${thick * 0.35}" fill="#fff" fill-opacity=".8"/>`;
	return {
		shape: `${line('#14161a', thick + 3, 'stroke-opacity=".5"')}${line(colour, thick)}${line('#fff', thick / 5, 'stroke-opacity=".35" transform="translate(-2 -3)"')}${solder}`,
		shadow: line('#000', thick + 2),
	};
}

/** The aluminium housing of a control unit with its plug. */
export function housing(place: Place, mark: string): Drawn {
	const ribs = Array.from(
		{ length: 9 },
		(_, index) => `<rect x="60" y="${70 + index * 46}" width="560" height="22" rx="11" fill="#a9adb0"/>`,
	).join('');
	const pins = Array.from(
		{ length: 56 },
		(_, index) =>
			`<rect x="${726 + (index % 4) * 30}" y="${60 + Math.floor(index / 4) * 29}" width="16" height="12" fill="#cbb977"/>`,
	).join('');
	const label = `<rect x="150" y="150" width="330" height="190" fill="#eceae2"/>${lettering(mark, { x: 172, y: 178, size: 24, colour: '#26282a' })}${lettering('HW 03L 000 417', { x: 172, y: 228, size: 18, colour: '#26282a' })}${lettering('SW 1037 0000 92', { x: 172, y: 266, size: 18, colour: '#26282a' })}${bars(172, 298)}`;
	const outline = plate(880, 520, 26, 'url(#alloy)');
	const shape = `${outline}${ribs}${label}<rect x="700" y="36" width="150" height="448" rx="14" fill="#22252a"/>${pins}`;
	return { shape: placed(place, shape), shadow: placed(place, outline) };
}

function bars(x: number, y: number): string {
	const random = chance(x * y);
	return Array.from(
		{ length: 34 },
		(_, index) => `<rect x="${x + index * 8}" y="${y}" width="${2 + random() * 4}" height="28" fill="#26282a"/>`,
	).join('');
}

/** The box of a tool with its flat cable socket and two lamps. */
export function toolBox(place: Place, mark: string): Drawn {
	const outline = plate(430, 620, 34, 'url(#box)');
	const lamps = `<circle cx="360" cy="70" r="13" fill="#7fe08a"/><circle cx="360" cy="70" r="30" fill="#7fe08a" fill-opacity=".18"/><circle cx="360" cy="124" r="13" fill="#5a2a26"/>`;
	const holes = Array.from(
		{ length: 24 },
		(_, index) =>
			`<rect x="${96 + (index % 12) * 20}" y="${536 + Math.floor(index / 12) * 24}" width="12" height="12" fill="#c2ab66"/>`,
	).join('');
	const shape = `${outline}<rect x="26" y="26" width="378" height="568" rx="22" fill="none" stroke="#5d646c" stroke-width="3"/>${lamps}${lettering(mark, { x: 60, y: 60, size: 44, colour: '#dfe3e6', weight: 0.16 })}<rect x="76" y="516" width="280" height="72" rx="6" fill="#0f1012"/>${holes}`;
	return { shape: placed(place, shape), shadow: placed(place, outline) };
}

/** A meter or a bench supply: a body, a window with a reading, a knob and two sockets. */
export function meter(place: Place, reading: string, unit: string, body: 'amber' | 'grey'): Drawn {
	const outline = plate(420, 640, 44, `url(#${body})`);
	const knob = `<circle cx="210" cy="390" r="112" fill="#24272b"/><circle cx="210" cy="390" r="84" fill="#34383e"/><rect x="200" y="300" width="20" height="86" rx="8" fill="#e6e8ea"/>`;
	const ticks = Array.from({ length: 11 }, (_, index) => {
		const angle = ((index - 5) * 27 * Math.PI) / 180;
		return `<circle cx="${(210 + 132 * Math.sin(angle)).toFixed(1)}" cy="${(390 - 132 * Math.cos(angle)).toFixed(1)}" r="5" fill="#24272b"/>`;
	}).join('');
	const sockets = `<circle cx="130" cy="580" r="26" fill="#a3201c"/><circle cx="130" cy="580" r="12" fill="#300"/><circle cx="290" cy="580" r="26" fill="#191a1c"/><circle cx="290" cy="580" r="12" fill="#000"/>`;
	const glass = `<rect x="44" y="48" width="332" height="170" rx="12" fill="#1d2023"/><rect x="58" y="62" width="304" height="142" rx="6" fill="url(#glass)"/><path d="M58 204L220 62H330L168 204z" fill="#fff" fill-opacity=".13"/>`;
	const digits = `${lettering(reading, { x: 82, y: 98, size: 66, colour: '#20261b', weight: 0.16 })}${lettering(unit, { x: 330, y: 140, size: 24, colour: '#20261b' })}`;
	return {
		shape: placed(place, `${outline}${glass}${digits}${ticks}${knob}${sockets}`),
		shadow: placed(place, outline),
	};
}
