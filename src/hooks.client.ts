import { defineCustomClientStrategy } from './paraglide/runtime.js';

// The server decides the language of an answer and writes it on <html>: the browser goes on in the same.
defineCustomClientStrategy('custom-request', {
	getLocale: () => document.documentElement.lang,
	setLocale: () => {},
});
