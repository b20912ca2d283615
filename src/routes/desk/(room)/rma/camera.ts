/** Reads the code in a picture of the camera; null: there is none to be seen. */
export type Decode = (video: HTMLVideoElement) => Promise<string | null>;

// https://developer.mozilla.org/docs/Web/API/BarcodeDetector: not in every browser, and not in TypeScript's library.
type Detector = { detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]> };
type Detectors = { new (options: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> };

const formats = ['data_matrix', 'code_128'];

/** The browser's own decoder where it reads both kinds of our codes, else one of ours, which is loaded only then. */
export async function openDecoder(): Promise<Decode> {
	const { BarcodeDetector: Native } = globalThis as { BarcodeDetector?: Detectors };
	const known = (await Native?.getSupportedFormats().catch(() => [])) ?? [];
	if (Native && formats.every((format) => known.includes(format))) {
		const detector = new Native({ formats });
		return async (video) => (await detector.detect(video).catch(() => []))[0]?.rawValue ?? null;
	}
	const { decodePixels } = await import('./pixel-decoder.ts');
	const canvas = document.createElement('canvas');
	const context = canvas.getContext('2d', { willReadFrequently: true });
	return async (video) => {
		canvas.width = video.videoWidth;
		canvas.height = video.videoHeight;
		if (!context || canvas.width === 0) return null;
		context.drawImage(video, 0, 0);
		return decodePixels(context.getImageData(0, 0, canvas.width, canvas.height));
	};
}
