import { paraglideVitePlugin } from '@inlang/paraglide-js';
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

export default defineConfig({
	plugins: [
		paraglideVitePlugin({
			project: './project.inlang',
			outdir: './src/paraglide',
			// The same two as in the `prepare` script: the hooks decide the language, never a cookie or a URL.
			strategy: ['custom-request', 'baseLocale'],
			emitTsDeclarations: false,
		}),
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
