import { drawingSVG, qrcode } from 'bwip-js/node';

/** A QR code as a picture of its own, to stand in an `img`: dark on white with its quiet zone, whatever the theme. */
export function drawCode(text: string): string {
	const svg = qrcode({ bcid: 'qrcode', text, scale: 2, padding: 8, backgroundcolor: 'ffffff' }, drawingSVG());
	return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}
