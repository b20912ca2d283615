const longestSidePixels = 2560;
const quality = 0.85;

/**
 * A photograph upright as a JPEG, its longer side 2560 pixels at most; itself where that is no smaller, or the browser cannot do it. What
 * a camera writes beside the picture, the place among it, stays behind.
 */
export async function smallerPhoto(file: File): Promise<File> {
	const redrawn = await redraw(file).catch(() => null);
	if (!redrawn || redrawn.size >= file.size) return file;
	return new File([redrawn], file.name.replace(/\.\w+$|$/, '.jpg'), { type: redrawn.type });
}

async function redraw(file: File): Promise<Blob | null> {
	const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
	const scale = Math.min(1, longestSidePixels / Math.max(picture.width, picture.height));
	const canvas = document.createElement('canvas');
	canvas.width = Math.round(picture.width * scale);
	canvas.height = Math.round(picture.height * scale);
	const context = canvas.getContext('2d');
	if (context) {
		context.imageSmoothingQuality = 'high';
		// What shines through would be black.
		context.fillStyle = 'white';
		context.fillRect(0, 0, canvas.width, canvas.height);
		context.drawImage(picture, 0, 0, canvas.width, canvas.height);
	}
	picture.close();
	return context && new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
}
