import sharp from 'sharp';
import { lettering, widthOf } from './lettering.ts';

const width = 1280;
const height = 800;

/** The screenshot of a tool's window with an error over it: PNG, 1280 × 800. */
export async function errorDialog(error: {
	title: string;
	code: string;
	lines: string[];
	progress: number;
	protocol: string;
}) {
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${windowBehind(error)}${dialog(error)}</svg>`;
	return sharp(Buffer.from(svg)).png({ compressionLevel: 9 }).toBuffer();
}

function windowBehind({ progress, protocol }: { progress: number; protocol: string }): string {
	const rows = ['Identification', 'Reading of flash', 'Reading of EEPROM', 'Saving of the file']
		.map(
			(row, index) =>
				`<rect x="60" y="${170 + index * 66}" width="560" height="46" rx="4" fill="${index === 1 ? '#33424f' : '#262f38'}"/>${lettering(row, { x: 84, y: 186 + index * 66, size: 14, colour: '#b9c3cc' })}<circle cx="588" cy="${193 + index * 66}" r="8" fill="${index === 0 ? '#63b77a' : index === 1 ? '#d26a5c' : '#4a5661'}"/>`,
		)
		.join('');
	return `<rect width="100%" height="100%" fill="#1c2329"/><rect width="100%" height="56" fill="#11161a"/>${lettering('Reading and programming', { x: 28, y: 19, size: 17, colour: '#e3e8ec' })}${lettering('OBD - CAN 500 kbit', { x: 980, y: 21, size: 14, colour: '#8f9ba6' })}${lettering(protocol, { x: 60, y: 104, size: 24, colour: '#e3e8ec' })}${rows}<rect x="60" y="690" width="1160" height="26" rx="13" fill="#2b343d"/><rect x="60" y="690" width="${11.6 * progress}" height="26" rx="13" fill="#d08a35"/>${lettering(`${progress} %`, { x: 60, y: 736, size: 16, colour: '#b9c3cc' })}`;
}

function dialog({ title, code, lines }: { title: string; code: string; lines: string[] }): string {
	const text = lines.map((line, index) =>
		lettering(line, { x: 470, y: 356 + index * 38, size: 15, colour: '#2a3036' }),
	);
	const button = `<rect x="880" y="520" width="140" height="44" rx="6" fill="#2f5d7c"/>${lettering('Close', { x: 950 - widthOf('Close', 15) / 2, y: 534, size: 15, colour: '#fff' })}`;
	return `<rect width="100%" height="100%" fill="#000" fill-opacity=".45"/><rect x="310" y="230" width="740" height="360" rx="10" fill="#f4f5f5"/><rect x="310" y="230" width="740" height="62" rx="10" fill="#e2e5e7"/><rect x="310" y="272" width="740" height="20" fill="#e2e5e7"/>${lettering(title, { x: 340, y: 252, size: 18, colour: '#23292e' })}<path d="M350 440l44-76 44 76z" fill="none" stroke="#b4402f" stroke-width="7" stroke-linejoin="round"/><path d="M394 390v22M394 424v2" stroke="#b4402f" stroke-width="7" stroke-linecap="round"/>${text.join('')}${lettering(code, { x: 340, y: 538, size: 14, colour: '#6b747c' })}${button}`;
}
