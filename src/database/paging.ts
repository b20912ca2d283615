/** Where a page of a list ends: the last row's sort value, as text, and its key. Opaque in addresses. */
export type Cursor = { value: string; key: number };

export function encodeCursor(cursor: Cursor): string {
	return Buffer.from(JSON.stringify([cursor.value, cursor.key])).toString('base64url');
}

/** Reads a cursor from an address; one that was tampered with is as good as none. */
export function decodeCursor(text: string): Cursor | null {
	try {
		const [value, key] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown[];
		const sound =
			typeof value === 'string' && value.length <= 500 && !value.includes('\0') && Number.isSafeInteger(key);
		return sound ? { value, key: key as number } : null;
	} catch {
		return null;
	}
}
