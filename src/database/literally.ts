/** Text for LIKE, in which nothing that was typed is a wildcard. */
export function literally(text: string): string {
	return text.replace(/[\\%_]/g, '\\$&');
}
