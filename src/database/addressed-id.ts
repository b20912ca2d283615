/** An id or a number as it stands in an address, or nothing when it is not one. */
export function addressedId(text = ''): number | undefined {
	return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}
