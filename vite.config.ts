import { fileURLToPath } from 'node:url';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';

/** Paraglide makes new plural rules for every message that counts, which costs a list page a fortieth of its time: they are kept. */
function keepPluralRules(): Plugin {
	const made = 'new Intl.PluralRules(locale, options)';
	const keeping = `
		const rules = new Map();
		function keptRules(locale, options) {
			const key = locale + JSON.stringify(options ?? {});
			if (!rules.has(key)) rules.set(key, ${made});
			return rules.get(key);
		}`;
	return {
		name: 'keep-plural-rules',
		transform(code, id) {
			if (!id.endsWith('/paraglide/registry.js')) return undefined;
			if (!code.includes(made)) throw new Error('Paraglide makes its plural rules in another way now');
			return { code: code.replace(made, 'keptRules(locale, options)') + keeping, map: null };
		},
	};
}

// Browsers get the messages that their page says, each of them a module. Node, which runs what is not a page from source, would need two
// thousand files and 75 MB for that: `prepare` writes one file per language for it.
const messagesOfPages = {
	find: /^.*\/paraglide\/(messages|runtime)\.js$/,
	replacement: fileURLToPath(new URL('.svelte-kit/paraglide/$1.js', import.meta.url)),
};

export default defineConfig({
	resolve: { alias: [messagesOfPages] },
	plugins: [
		paraglideVitePlugin({
			project: './project.inlang',
			outdir: './.svelte-kit/paraglide',
			// The same two as in the `prepare` script: the hooks decide the language, never a cookie or a URL.
			strategy: ['custom-request', 'baseLocale'],
			emitTsDeclarations: false,
		}),
		keepPluralRules(),
		sveltekit({
			compilerOptions: {
				runes: ({ filename }) => (filename.split(/[/\\]/).includes('node_modules') ? undefined : true),
			},
			adapter: adapter({ out: 'build' }),
			// Styles of small components travel in the page: a dozen requests of a few hundred bytes cost a phone more.
			inlineStyleThreshold: 2048,
			// SvelteKit's own check refuses body-less DELETE and POST from API clients and lets others pass;
			// the hooks check the Origin of every unsafe request instead.
			csrf: { trustedOrigins: ['*'] },
			csp: {
				mode: 'auto',
				directives: {
					'default-src': ['self'],
					'script-src': ['self'],
					// The order of the layers in app.html, which must stand before every style that travels in the page.
					'style-src': ['self', 'sha256-nZkKUL6Fr8adps9H7G8spjnJK83YUjFShlLhjlNwt7k='],
					// SvelteKit's route announcer and style attributes; without it every page reports a violation.
					'style-src-attr': ['unsafe-inline'],
					'img-src': ['self', 'data:', 'blob:'],
					'font-src': ['self'],
					'connect-src': ['self'],
					'form-action': ['self'],
					'object-src': ['none'],
					'base-uri': ['self'],
					'frame-ancestors': ['none'],
				},
			},
		}),
	],
});
