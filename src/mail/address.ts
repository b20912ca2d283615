const local = /^[^\s@,;:<>()[\]"\\\p{Cc}\p{Cf}]{1,64}$/u;
const domain = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?)+$/u;

/** Whether this is one e-mail address and nothing else: no list, no name in front, no comment, no line break (safety.md fact 8). */
export function isEmailAddress(text: string): boolean {
	const at = text.lastIndexOf('@');
	return text.length <= 254 && local.test(text.slice(0, at)) && domain.test(text.slice(at + 1));
}
