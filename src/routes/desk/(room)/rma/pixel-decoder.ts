import {
	BinaryBitmap,
	Code128Reader,
	DataMatrixReader,
	HybridBinarizer,
	RGBLuminanceSource,
	type Reader,
} from '@zxing/library';

const readers: Reader[] = [new DataMatrixReader(), new Code128Reader()];

/** Reads a Data Matrix or Code 128 in a picture; null: there is none to be seen. */
export function decodePixels({ data, width, height }: ImageData): string | null {
	const grey = new Uint8ClampedArray(width * height);
	for (let at = 0; at < grey.length; at++) {
		const [red = 0, green = 0, blue = 0] = [data[4 * at], data[4 * at + 1], data[4 * at + 2]];
		grey[at] = (red + 2 * green + blue) / 4;
	}
	const bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(grey, width, height)));
	for (const reader of readers) {
		try {
			return reader.decode(bitmap).getText();
		} catch {
			// That is how it says that there is no code.
			reader.reset();
		}
	}
	return null;
}
