// The first that fits: Edge and Opera call themselves Chrome too, Chrome calls itself Safari.
const browsers: [RegExp, string][] = [
	[/\bEdg(?:e|A|iOS)?\//, 'Edge'],
	[/\b(?:OPR|Opera)\//, 'Opera'],
	[/\bSamsungBrowser\//, 'Samsung Internet'],
	[/\bYaBrowser\//, 'Yandex Browser'],
	[/\b(?:Firefox|FxiOS)\//, 'Firefox'],
	[/\b(?:Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
	[/\bVersion\/.*Safari\//, 'Safari'],
];

const systems: [RegExp, string][] = [
	[/\biPhone\b/, 'iPhone'],
	[/\biPad\b/, 'iPad'],
	[/\bAndroid\b/, 'Android'],
	[/\bWindows\b/, 'Windows'],
	[/\bCrOS\b/, 'ChromeOS'],
	[/\bMac OS X\b/, 'macOS'],
	[/\bLinux\b/, 'Linux'],
];

/** A device in two words, from what its browser says of itself: "Firefox · Windows". Empty when it says nothing we know. */
export function deviceOf(agent: string): string {
	const named = [browsers, systems].map((names) => names.find(([sign]) => sign.test(agent))?.[1]);
	return named.filter(Boolean).join(' · ');
}

/** One of an account's sessions, as a page shows it: moments are in the reader's language and zone. */
export type SessionView = {
	id: string;
	device: string;
	address: string;
	since: string;
	seen: string;
	seenAt: string;
	isThis: boolean;
};
