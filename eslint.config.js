import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import typescript from 'typescript-eslint';

// Only what no other tool can say about a component; oxlint reads everything else (docs/decisions/004).
export default defineConfig(
	{ ignores: ['build/', '.svelte-kit/', 'data/', 'src/paraglide/', '**/*.ts', '**/*.js'] },
	...svelte.configs.recommended,
	{
		files: ['**/*.svelte'],
		languageOptions: {
			globals: globals.browser,
			parserOptions: { parser: typescript.parser, extraFileExtensions: ['.svelte'] },
		},
		rules: {
			// The portal lives at the root of its own host, so plain links are right.
			'svelte/no-navigation-without-resolve': 'off',
			// bin/check-house allows it in RichText.svelte alone.
			'svelte/no-at-html-tags': 'off',
			'svelte/button-has-type': 'error',
			'svelte/no-target-blank': 'error',
			'svelte/prefer-const': 'error',
			'svelte/no-inline-styles': 'off',
			'svelte/no-unused-class-name': 'off',
			'svelte/require-each-key': 'error',
			'svelte/no-inspect': 'error',
			'no-undef': 'off',
		},
	},
);
