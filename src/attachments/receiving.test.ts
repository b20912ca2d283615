import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { config } from '../config.server.ts';
import { maxFileBytes, maxFilesPerMessage } from './attachment.ts';
import { discardFiles, receiveForm, receiveText } from './receiving.ts';

const folder = config().storageDirectory;
beforeEach(() => {
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
});

const kept = () => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

const boundary = 'bench-4711';
const field = (name: string, value: string) =>
	`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const fileHead = (name: string, filename: string) =>
	`--${boundary}\r\ncontent-disposition: form-data; name="${name}"; filename="${filename}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
const file = (name: string, filename: string, content: string) => `${fileHead(name, filename)}${content}\r\n`;
const end = `--${boundary}--\r\n`;

/** A form as it would come from the network, piece by piece. `taken` counts the bytes that were asked for. */
function posted(pieces: Iterable<string | Uint8Array>, type = `multipart/form-data; boundary=${boundary}`) {
	const count = { taken: 0 };
	const source = pieces[Symbol.iterator]();
	const body = new ReadableStream<Uint8Array>(
		{
			pull(controller) {
				const { value, done } = source.next();
				if (done) return controller.close();
				const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
				count.taken += bytes.length;
				controller.enqueue(bytes);
			},
		},
		{ highWaterMark: 0 },
	);
	const init = { method: 'POST', body, duplex: 'half', headers: { 'content-type': type } } as RequestInit;
	return { request: new Request('http://portal.test/', init), count };
}

const receive = (...pieces: string[]) => receiveForm(posted(pieces).request);

test('text and files of several places arrive together', async () => {
	const form = await receive(
		field('subject', 'Lettura ferma al 40 %'),
		file('file.tool-log', 'kess.log', 'line 1\r\nline 2'),
		file('file.wiring-photo', 'Проводка №1.jpg', 'pixels'),
		file('file.other', '', ''),
		field('message', 'after the files'),
		end,
	);
	expect({ ...form.fields }).toEqual({ subject: ['Lettura ferma al 40 %'], message: ['after the files'] });
	expect(form.files.map(({ slot, name, size }) => [slot, name, size])).toEqual([
		['tool-log', 'kess.log', 14],
		['wiring-photo', 'Проводка №1.jpg', 6],
	]);
	expect(form.refused).toEqual([]);
	expect(kept()).toHaveLength(2);
	await discardFiles(form.files);
	expect(kept()).toEqual([]);
});

test('a form of a browser is read as it was filled', async () => {
	const filled = new FormData();
	filled.append('attached', 'a');
	filled.append('attached', 'b');
	filled.append('file.other', new File(['x'], 'it’s "quoted".txt'));
	const form = await receiveForm(new Request('http://portal.test/', { method: 'POST', body: filled }));
	expect(form.fields['attached']).toEqual(['a', 'b']);
	expect(form.files).toHaveLength(1);
});

test.each([
	['in the middle of a file', [fileHead('file.other', 'half.bin'), 'x'.repeat(100_000)]],
	[
		'in the middle of the second file',
		[file('file.other', 'whole.bin', 'all of it'), fileHead('file.other', 'b'), 'y'],
	],
	['in the middle of a field', [file('file.other', 'whole.bin', 'all of it'), field('message', 'and').slice(0, -4)]],
	['between two parts', [file('file.other', 'whole.bin', 'all of it')]],
	['in the middle of a header', [file('file.other', 'whole.bin', 'all of it'), '--bench-4711\r\ncontent-dispo']],
	['in a file that was refused', [fileHead('file.nowhere', 'a.bin'), 'z'.repeat(1000)]],
	['before it began', []],
])('a body cut off %s is refused and leaves nothing behind', async (_where, pieces) => {
	await expect(receive(...pieces)).rejects.toMatchObject({ code: 'upload-cut-off' });
	expect(kept()).toEqual([]);
});

test('a connection that breaks is a body cut off', async () => {
	const { request } = posted(
		(function* () {
			yield file('file.other', 'whole.bin', 'all of it');
			yield fileHead('file.other', 'half.bin');
			yield 'x'.repeat(100_000);
			throw new Error('ECONNRESET');
		})(),
	);
	await expect(receiveForm(request)).rejects.toMatchObject({ code: 'upload-cut-off' });
	expect(kept()).toEqual([]);
});

test('a file too large is refused before the body ends, and everything before it is kept', async () => {
	const megabyte = Buffer.alloc(1024 * 1024, 7);
	const { request, count } = posted(
		(function* () {
			yield field('subject', 'Too much');
			yield file('file.tool-log', 'small.log', 'fits');
			yield fileHead('file.original-file', 'dump.bin');
			for (let sent = 0; sent < 300; sent += 1) yield megabyte;
			yield `\r\n${end}`;
		})(),
	);
	const form = await receiveForm(request);
	expect(form.refused).toEqual([{ field: 'file.original-file', name: 'dump.bin', code: 'file-too-large' }]);
	expect(form.fields['subject']).toEqual(['Too much']);
	expect(form.files.map(({ name }) => name)).toEqual(['small.log']);
	expect(kept()).toHaveLength(1);
	expect(count.taken).toBeLessThan(maxFileBytes + 4 * megabyte.length);
});

test('a file of exactly the limit is kept', async () => {
	const megabyte = Buffer.alloc(1024 * 1024, 7);
	const { request } = posted(
		(function* () {
			yield fileHead('file.original-file', 'dump.bin');
			for (let sent = 0; sent < 100; sent += 1) yield megabyte;
			yield `\r\n${end}`;
		})(),
	);
	const form = await receiveForm(request);
	expect(form.refused).toEqual([]);
	expect(form.files.map(({ size }) => size)).toEqual([maxFileBytes]);
});

test.each([
	['a path', '../../etc/passwd'],
	['a path of Windows', String.raw`C:\dumps\a.bin`],
	['NUL', 'a\0.bin'],
	['a control character', 'a\u0007.bin'],
	['a mark that turns the text around', 'gpj.\u202eexe.bin'],
	['an invisible mark', 'a\u200f.bin'],
	['more than 255 characters', `${'a'.repeat(300)}.bin`],
	['nothing but blanks', '   '],
	['the parent folder', '..'],
])('a name that holds %s is refused', async (_what, name) => {
	const form = await receive(file('file.other', name, 'bytes'), file('file.other', 'good.bin', 'bytes'), end);
	expect(form.refused.map(({ code }) => code)).toEqual(['file-name-invalid']);
	expect(form.files.map((good) => good.name)).toEqual(['good.bin']);
	expect(kept()).toHaveLength(1);
});

test('three good files stay when the fourth is wrong', async () => {
	const good = ['a', 'b', 'c'].map((name) => file('file.other', `${name}.bin`, name));
	const form = await receive(...good, file('file.other', 'empty.bin', ''), end);
	expect(form.refused).toEqual([{ field: 'file.other', name: 'empty.bin', code: 'file-empty' }]);
	expect(form.files.map(({ name }) => name).sort()).toEqual(['a.bin', 'b.bin', 'c.bin']);
	expect(kept()).toHaveLength(3);
});

test('a file for a place that does not exist is refused', async () => {
	const form = await receive(file('file.engine-noise', 'a.mp3', 'x'), file('avatar', 'b.png', 'x'), end);
	expect(form.refused.map(({ field: at, code }) => [at, code])).toEqual([
		['file.engine-noise', 'file-slot-unknown'],
		['avatar', 'file-slot-unknown'],
	]);
	expect(kept()).toEqual([]);
});

test('a file without a field is refused', async () => {
	const head = `--${boundary}\r\ncontent-disposition: form-data; filename="a.bin"\r\n\r\n`;
	const form = await receive(`${head}bytes\r\n`, end);
	expect(form.refused.map(({ code }) => code)).toEqual(['file-slot-unknown']);
});

test('of 21 files 20 are taken, however fast they come', async () => {
	const files = Array.from({ length: maxFilesPerMessage + 1 }, (_, index) => file('file.other', `${index}.bin`, 'x'));
	const form = await receive([...files, end].join(''));
	expect(form.files).toHaveLength(maxFilesPerMessage);
	expect(form.refused).toEqual([{ field: 'file.other', name: '20.bin', code: 'too-many-files' }]);
});

test('more fields, or longer ones, than any form has are refused', async () => {
	const many = Array.from({ length: 300 }, (_, index) => field(`f${index}`, 'x'));
	await expect(receive(...many, end)).rejects.toMatchObject({ code: 'form-invalid' });
	const whole = file('file.other', 'whole.bin', 'all of it');
	await expect(receive(whole, field('message', 'x'.repeat(500_000)), end)).rejects.toMatchObject({
		code: 'request-too-large',
	});
	expect(kept()).toEqual([]);
});

test('a form without boundary, or of another kind, is refused', async () => {
	const invalid = { code: 'form-invalid' };
	await expect(receiveForm(posted([end], 'multipart/form-data').request)).rejects.toMatchObject(invalid);
	await expect(receiveForm(posted(['{}'], 'application/json').request)).rejects.toMatchObject(invalid);
});

test('a body that announces more than a form can hold is refused unread', async () => {
	const { request, count } = posted([field('subject', 'x'), end]);
	request.headers.set('content-length', String(3 * 1024 ** 3));
	await expect(receiveForm(request)).rejects.toMatchObject({ code: 'request-too-large' });
	expect(count.taken).toBe(0);
});

const urlencoded = 'application/x-www-form-urlencoded';

test('a form without files keeps each value of a field', async () => {
	const fields = await receiveText(posted(['subject=Lettura+ferma&attached=a&attac', 'hed=b'], urlencoded).request);
	expect({ ...fields }).toEqual({ subject: ['Lettura ferma'], attached: ['a', 'b'] });
});

test('a form without files that is too large is refused before it ends', async () => {
	const { request, count } = posted(
		(function* () {
			yield 'message=';
			for (let sent = 0; sent < 100; sent += 1) yield 'x'.repeat(100_000);
		})(),
		urlencoded,
	);
	await expect(receiveForm(request)).rejects.toMatchObject({ code: 'request-too-large', status: 413 });
	expect(count.taken).toBeLessThan(1_000_000);
});
