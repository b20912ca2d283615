import { describe, expect, test } from 'vitest';
import { asHtml, asText } from './framing.ts';
import type { Letter } from './letter.ts';

const letter: Letter = {
	to: { name: 'Officina Ferri', address: 'c1001@workshop.example' },
	locale: 'it',
	subject: '[1042] Errore in lettura',
	heading: 'Nuova risposta al ticket 1042: Errore in lettura',
	paragraphs: ['Buongiorno Officina Ferri,', 'L’assistenza ha risposto.'],
	quote: { from: 'L’assistenza ha scritto', text: 'Provi con l’alimentatore.\n\nPoi mandi il log.' },
	button: { label: 'Apri il ticket', href: 'https://support.example.com/tickets/1042' },
	footer: ['Le risposte a questo indirizzo non vengono lette.', 'Assistenza clienti, support.example.com'],
};

const hostile = '<script>alert(1)</script> "quoted" & \'single\' <img src=x onerror=alert(1)>';
const control = 'one\r\ntwo\rthree\u2028four\u0085five\0six\u202eseven\ud800';

describe('the plain text', () => {
	test('begins with number and subject and holds the link on a line of its own', () => {
		const lines = asText(letter).split('\n');
		expect(lines[0]).toBe(letter.heading);
		expect(lines).toContain('https://support.example.com/tickets/1042');
		expect(lines).toContain('> Provi con l’alimentatore.');
	});

	test('keeps to 72 columns, quoted or not', () => {
		const long = 'il log della lettura con protocollo 604 '.repeat(30);
		const text = asText({ ...letter, paragraphs: [long], quote: { from: 'Lei', text: long } });
		expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(72);
	});

	test('never breaks an address, however long', () => {
		const address = `https://support.example.com/files/${'0123456789'.repeat(20)}`;
		const text = asText({ ...letter, quote: { from: 'Lei', text: `Qui: ${address} grazie` } });
		expect(text).toContain(address);
	});

	test('sets small print below the mark that mail programs know', () => {
		expect(asText(letter)).toContain('\n-- \nLe risposte');
	});
});

describe('the HTML', () => {
	test('holds number, text, quote and link', () => {
		const html = asHtml(letter);
		expect(html).toContain('<html lang="it">');
		expect(html).toMatch(/<h1[^>]*>Nuova risposta al ticket 1042: Errore in lettura<\/h1>/);
		expect(html).toContain('Provi con l’alimentatore.<br><br>Poi mandi il log.');
		expect(html).toContain('href="https://support.example.com/tickets/1042"');
	});

	test('shows markup that somebody typed as text, wherever he typed it', () => {
		const html = asHtml({
			...letter,
			subject: hostile,
			heading: hostile,
			paragraphs: [hostile],
			quote: { from: hostile, text: hostile },
			footer: [hostile],
		});
		expect(html).not.toMatch(/<script|<img|"quoted"/);
		expect(html.match(/&#60;script&#62;/g)).toHaveLength(6);
	});

	test('cannot be left by the address of its button', () => {
		const html = asHtml({ ...letter, button: { label: 'x', href: 'https://x.test/"><script>' } });
		expect(html).not.toContain('"><script>');
	});

	test('needs no picture and no style sheet', () => {
		expect(asHtml(letter)).not.toMatch(/<img|<style|<link|url\(/);
	});
});

describe('what somebody typed', () => {
	test('cannot bring control characters, foreign line ends or turned text into either part', () => {
		const both = asText({ ...letter, paragraphs: [control] }) + asHtml({ ...letter, paragraphs: [control] });
		// eslint-disable-next-line no-control-regex
		expect(both).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u0085\u2028\u202e]/);
		expect(both.isWellFormed()).toBe(true);
		expect(both).toContain('one\ntwo\nthree\nfour\nfivesixseven');
		expect(both).toContain('one<br>two<br>three<br>four<br>fivesixseven');
	});

	test('may be 5,000 letters without a blank', () => {
		const word = 'Ж'.repeat(5_000);
		const long = { ...letter, heading: word, paragraphs: [word], quote: { from: word, text: word } };
		expect(asText(long).split(word)).toHaveLength(5);
		expect(asHtml(long).split(word)).toHaveLength(5);
	});
});
