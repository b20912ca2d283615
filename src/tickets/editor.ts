import { Editor, type JSONContent } from '@tiptap/core';
import { StarterKit } from '@tiptap/starter-kit';

/** What the editor begins with: a draft's HTML, or the text of the text area; `caret` is its place there, when it is there. */
export type Beginning = { html: string; caret: number | null } | { text: string; caret: number | null };

export const tools = {
	bold: { isActive: (editor) => editor.isActive('bold'), use: (chain) => chain.toggleBold() },
	italic: { isActive: (editor) => editor.isActive('italic'), use: (chain) => chain.toggleItalic() },
	underline: { isActive: (editor) => editor.isActive('underline'), use: (chain) => chain.toggleUnderline() },
	bulletList: { isActive: (editor) => editor.isActive('bulletList'), use: (chain) => chain.toggleBulletList() },
	orderedList: { isActive: (editor) => editor.isActive('orderedList'), use: (chain) => chain.toggleOrderedList() },
	heading: {
		isActive: (editor) => editor.isActive('heading', { level: 3 }),
		use: (chain) => chain.toggleHeading({ level: 3 }),
	},
	subheading: {
		isActive: (editor) => editor.isActive('heading', { level: 4 }),
		use: (chain) => chain.toggleHeading({ level: 4 }),
	},
	code: { isActive: (editor) => editor.isActive('code'), use: (chain) => chain.toggleCode() },
	codeBlock: { isActive: (editor) => editor.isActive('codeBlock'), use: (chain) => chain.toggleCodeBlock() },
} satisfies Record<string, Tool>;
export type ToolName = keyof typeof tools;

type Chain = ReturnType<Editor['chain']>;
type Tool = { isActive: (editor: Editor) => boolean; use: (chain: Chain) => Chain };

export type Start = {
	element: HTMLElement;
	beginning: Beginning;
	attributes: Record<string, string>;
	/** The text as HTML after each change; empty when nothing is written. */
	written: (html: string) => void;
	/** The selection or what is around it changed. */
	moved: (editor: Editor) => void;
};

/** Starts the editor; what it can write is what the server's allow-list keeps. */
export function startEditor({ element, beginning, attributes, written, moved }: Start): Editor {
	return new Editor({
		element,
		// Our policy allows no style that a script adds; what the editor needs is in RichEditor.svelte.
		injectCSS: false,
		extensions: [
			StarterKit.configure({
				heading: { levels: [3, 4] },
				link: {
					openOnClick: false,
					defaultProtocol: 'https',
					protocols: ['mailto'],
					HTMLAttributes: { rel: null },
				},
				blockquote: false,
				horizontalRule: false,
				strike: false,
				dropcursor: false,
			}),
		],
		content: 'html' in beginning ? beginning.html : asDocument(beginning.text),
		editorProps: {
			attributes,
			transformPastedHTML: (html) => html.replace(/<(\/?)h[12]\b/gi, '<$1h3').replace(/<(\/?)h[56]\b/gi, '<$1h4'),
			handlePaste: (_view, { clipboardData }) => isOnlyFiles(clipboardData),
			handleDrop: (_view, { dataTransfer }) => isOnlyFiles(dataTransfer),
			// Tab leaves the field, as it leaves any other: it would indent a list and never get out.
			handleDOMEvents: { keydown: (_view, { key }) => key === 'Tab' },
		},
		onCreate: ({ editor }) => {
			moved(editor);
			if (beginning.caret !== null) editor.commands.focus('html' in beginning ? 'end' : beginning.caret + 1);
		},
		onUpdate: ({ editor }) => written(editor.isEmpty ? '' : withoutTrailing(editor.getHTML())),
		onTransaction: ({ editor }) => moved(editor),
	});
}

/**
 * Text as the editor keeps it. An empty line ends a paragraph and opens another (two positions for two characters), any other
 * line break is one: so the caret's place in the text plus one is its place in the document.
 */
export function asDocument(text: string): JSONContent {
	return {
		type: 'doc',
		content: text.split('\n\n').map((paragraph) => ({
			type: 'paragraph',
			content: paragraph
				.split('\n')
				.flatMap((line, index): JSONContent[] => [
					...(index > 0 ? [{ type: 'hardBreak' }] : []),
					...(line ? [{ type: 'text', text: line }] : []),
				]),
		})),
	};
}

/** What somebody typed as a link's address: https when it names no protocol, mailto for an e-mail address; or nothing usable. */
export function asAddress(typed: string): string | undefined {
	const address = typed.trim();
	if (/^[^\s@:/]+@[^\s@/]+\.[^\s@/]+$/.test(address)) return `mailto:${address}`;
	const complete = /^[a-z][a-z\d+.-]*:/i.test(address) ? address : `https://${address}`;
	if (!URL.canParse(complete)) return undefined;
	const { protocol, hostname, href } = new URL(complete);
	if (protocol === 'mailto:') return href;
	return ['http:', 'https:'].includes(protocol) && hostname.includes('.') ? href : undefined;
}

// The paragraph that the editor keeps behind a list or a block of code, for the caret.
function withoutTrailing(html: string): string {
	return html.replace(/(<p><\/p>)+$/, '');
}

/** Files alone belong to the places for files; the editor has nothing to do with them. */
function isOnlyFiles(data: DataTransfer | null): boolean {
	return Boolean(data?.files.length) && !data?.types.includes('text/plain');
}
