import sharp from 'sharp';
import type { Page } from './browser.ts';

/** A photograph as a camera makes it. */
export const photo = async (background = 'orange') => ({
	name: 'cable.jpg',
	mimeType: 'image/jpeg',
	buffer: await sharp({ create: { width: 800, height: 600, channels: 3, background } })
		.jpeg()
		.toBuffer(),
});

/** What says that it is a picture, and is none. */
export const svg = {
	name: 'cable.png',
	mimeType: 'image/png',
	buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
};

/** Whether the picture that stands there has arrived and can be seen. */
export const isDrawn = (page: Page, picture: string) =>
	page.locator(picture).evaluate((image: HTMLImageElement) =>
		image.decode().then(
			() => image.naturalWidth > 0,
			() => false,
		),
	);
