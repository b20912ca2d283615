import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { Busboy, type BusboyFileStream, type BusboyHeaders } from '@fastify/busboy';
import { Refusal, type RefusalCode } from '../refusal.ts';
import { isAcceptableName, isSlot, maxFileBytes, maxFilesPerMessage, type Slot } from './attachment.ts';
import { removeBytes, storeBytes, type StoredBytes } from './storing.ts';

export type ReceivedFile = StoredBytes & { slot: Slot; name: string };
export type RefusedFile = { field: string; name: string; code: RefusalCode };

/** A form as it arrived: its text fields, the files that are good, and those that are not, with the reason. */
export type ReceivedForm = { fields: Record<string, string[]>; files: ReceivedFile[]; refused: RefusedFile[] };

const maxFieldBytes = 400_000;
const maxBodyBytes = maxFileBytes * maxFilesPerMessage + 2 ** 20;

/**
 * Receives a form, urlencoded or multipart; files (`file.<slot>`) are streamed to disk. A file too large ends the
 * reading at once and is reported in `refused`, so that the form can be shown again with all that was typed.
 * @throws Refusal `request-too-large` (by its announced length), `upload-cut-off` (the body ended too early)
 */
export async function receiveForm(request: Request): Promise<ReceivedForm> {
	if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) throw new Refusal('request-too-large');
	const type = request.headers.get('content-type') ?? '';
	if (type.startsWith('multipart/form-data') && request.body) {
		return receiveMultipart(Readable.fromWeb(request.body as ReadableStream), type);
	}
	if (!type.startsWith('application/x-www-form-urlencoded')) throw new Refusal('form-invalid');
	return { fields: await receiveText(request), files: [], refused: [] };
}

/** The fields of a form without files. @throws Refusal `request-too-large` */
export async function receiveText(request: Request): Promise<Record<string, string[]>> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request.body ?? []) {
		size += chunk.length;
		if (size > maxFieldBytes) throw new Refusal('request-too-large');
		chunks.push(Buffer.from(chunk));
	}
	const fields: Record<string, string[]> = Object.create(null);
	for (const [name, value] of new URLSearchParams(Buffer.concat(chunks).toString('utf8')))
		(fields[name] ??= []).push(value);
	return fields;
}

/** Forgets files of a form that came to nothing. */
export async function discardFiles(files: StoredBytes[]): Promise<void> {
	await Promise.all(files.map((file) => removeBytes(file.storedAs)));
}

async function receiveMultipart(body: Readable, contentType: string): Promise<ReceivedForm> {
	const form: ReceivedForm = { fields: Object.create(null), files: [], refused: [] };
	const storing: Promise<void>[] = [];
	const parser = new Busboy({
		headers: { 'content-type': contentType } as BusboyHeaders,
		preservePath: true,
		limits: { fileSize: maxFileBytes, files: 100, fields: 200, fieldSize: maxFieldBytes, fieldNameSize: 100 },
	});
	try {
		await new Promise<void>((finish, fail) => {
			parser.on('field', (name, value, _nameCut, valueCut) => {
				if (valueCut) fail(new Refusal('request-too-large'));
				(form.fields[name] ??= []).push(value);
			});
			parser.on('file', (field, stream, name) => {
				storing.push(receiveFile(form, field, name, stream, finish));
			});
			parser.on('finish', finish);
			parser.on('error', () => fail(new Refusal('upload-cut-off')));
			body.on('error', () => fail(new Refusal('upload-cut-off')));
			body.pipe(parser);
		});
		body.unpipe(parser);
		if (form.refused.some((file) => file.code === 'file-too-large')) parser.destroy();
		await Promise.all(storing);
		return form;
	} catch (error) {
		parser.destroy();
		await Promise.allSettled(storing);
		await discardFiles(form.files);
		throw error;
	}
}

async function receiveFile(
	form: ReceivedForm,
	field: string,
	name: string,
	stream: BusboyFileStream,
	stop: () => void,
) {
	stream.on('limit', () => {
		form.refused.push({ field, name, code: 'file-too-large' });
		stop();
	});
	// An empty slot arrives as a file without a name.
	if (!name) return void stream.resume();
	const slot = field.replace(/^file\./, '');
	const code = refusalOf(form, slot, name);
	if (code || !isSlot(slot)) {
		form.refused.push({ field, name: name.slice(0, 300), code: code ?? 'file-slot-unknown' });
		return void stream.resume();
	}
	let stored: StoredBytes;
	try {
		stored = await storeBytes(stream);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw new Refusal('disk-full');
		// Cut off in the middle: the parser reports it, the partial file is gone already.
		return;
	}
	if (stream.truncated || stored.size === 0) {
		await removeBytes(stored.storedAs);
		if (stored.size === 0) form.refused.push({ field, name, code: 'file-empty' });
		return;
	}
	form.files.push({ ...stored, slot, name: name.normalize('NFC') });
}

function refusalOf(form: ReceivedForm, slot: string, name: string): RefusalCode | undefined {
	if (!isSlot(slot)) return 'file-slot-unknown';
	if (form.files.length >= maxFilesPerMessage) return 'too-many-files';
	if (!isAcceptableName(name)) return 'file-name-invalid';
	return undefined;
}
