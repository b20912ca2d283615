/** Who carries parcels; `trackingUrl` is where one is followed, '{tracking}' in the place of its number, or ''. */
export type Carrier = { id: number; name: string; trackingUrl: string };

/** How many there are at most; characters of a name and of an address. */
export const carrierLimits = { count: 100, name: 100, trackingUrl: 500 } as const;

/** Stands for the number of a parcel in the address of a tracking page. */
export const trackingMark = '{tracking}';

/** An invented number, to show what a link will be. */
export const exampleTracking = '1234567890';

// The number is typed by whoever sends the parcel: it may not become part of the host's name.
const trackingUrl = /^https:\/\/[^/?#@\s{}\\]+[/?#]\S*\{tracking\}\S*$/;

/** Whether parcels can be followed at this address: over https, and with a place for their number behind the host. */
export function isTrackingUrl(address: string): boolean {
	return trackingUrl.test(address) && URL.canParse(addressOf(address, '1'));
}

/** Where the parcel with this number is followed. */
export function addressOf(address: string, tracking: string): string {
	return address.replaceAll(trackingMark, () => encodeURIComponent(tracking));
}
