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
	if (Number(request.headers.get('content-length') ?? 0) > maxFieldBytes) throw new Refusal('request-too-large');
	const reader = request.body?.getReader();
	const chunks: Uint8Array[] = [];
	let size = 0;
	for (let piece = await reader?.read(); piece?.value; piece = await reader?.read()) {
		size += piece.value.length;
		// Left where it is, not cancelled: that would cut the connection before the answer.
		if (size > maxFieldBytes) throw new Refusal('request-too-large');
		chunks.push(piece.value);
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

/** A form while it arrives. `stop` ends the reading with what is there. */
type Reception = {
	form: ReceivedForm;
	/** One place for each file as it begins, in their order; it may still be on its way to disk. */
	places: (ReceivedFile | undefined)[];
	streams: Set<BusboyFileStream>;
	storing: Promise<void>[];
	stop: () => void;
};

async function receiveMultipart(body: Readable, contentType: string): Promise<ReceivedForm> {
	const parser = parserFor(contentType);
	const { promise: parsed, resolve, reject } = Promise.withResolvers<void>();
	// The body is left alone: destroying it would close the connection before the answer.
	const leave = () => body.unpipe(parser);
	const form: ReceivedForm = { fields: Object.create(null), files: [], refused: [] };
	const fail = (reason: unknown) => (leave(), reject(reason));
	const stop = () => (leave(), resolve());
	const reception: Reception = { form, places: [], streams: new Set(), storing: [], stop };
	const cutOff = () => fail(new Refusal('upload-cut-off'));
	parser.on('field', (name, value, _nameCut, valueCut) => {
		if (valueCut) fail(new Refusal('request-too-large'));
		(form.fields[name] ??= []).push(value);
	});
	parser.on('fieldsLimit', () => fail(new Refusal('form-invalid')));
	parser.on('file', (field, stream, name) => {
		const stored = receiveFile(reception, field, name, stream);
		// Told at once: a rejection that nobody waits for yet would end the process.
		stored.catch(fail);
		reception.storing.push(stored);
	});
	parser.on('finish', stop);
	parser.on('error', cutOff);
	body.on('error', cutOff);
	body.pipe(parser);
	try {
		await parsed;
		await Promise.all(reception.storing);
		form.files = whole(reception);
		return form;
	} catch (error) {
		for (const stream of reception.streams) stream.destroy();
		await Promise.allSettled(reception.storing);
		await discardFiles(whole(reception));
		throw error;
	} finally {
		parser.destroy();
	}
}

function parserFor(contentType: string): InstanceType<typeof Busboy> {
	const headers = { 'content-type': contentType } as BusboyHeaders;
	const limits = { fileSize: maxFileBytes, files: 100, fields: 200, fieldSize: maxFieldBytes, fieldNameSize: 100 };
	try {
		return new Busboy({ headers, preservePath: true, limits });
	} catch {
		// No boundary, or one that cannot be.
		throw new Refusal('form-invalid');
	}
}

async function receiveFile(reception: Reception, field: string | undefined, name: string, stream: BusboyFileStream) {
	const { form, stop } = reception;
	stream.on('error', () => {});
	// An empty slot arrives as a file without a name.
	if (!name) return void stream.resume();
	const slot = (field ?? '').replace(/^file\./, '');
	const code = refusalOf(reception, slot, name);
	const refuse = (reason: RefusalCode) =>
		form.refused.push({ field: field ?? '', name: name.slice(0, 300), code: reason });
	if (code || !isSlot(slot)) {
		refuse(code ?? 'file-slot-unknown');
		return void stream.resume();
	}
	const place = reception.places.push(undefined) - 1;
	reception.streams.add(stream);
	let tooLarge = false;
	stream.on('limit', () => {
		tooLarge = true;
		refuse('file-too-large');
		stop();
		stream.destroy();
	});
	const stored = await storeBytes(stream).catch((error: unknown) => {
		if (tooLarge) return undefined;
		throw asRefusal(error);
	});
	reception.streams.delete(stream);
	if (stored && !tooLarge && stored.size > 0) {
		reception.places[place] = { ...stored, slot, name: name.normalize('NFC') };
		return;
	}
	if (stored) await removeBytes(stored.storedAs);
	if (!tooLarge) refuse('file-empty');
}

function whole({ places }: Reception): ReceivedFile[] {
	return places.filter((file) => file !== undefined);
}

function refusalOf({ places }: Reception, slot: string, name: string): RefusalCode | undefined {
	if (!isSlot(slot)) return 'file-slot-unknown';
	if (places.length >= maxFilesPerMessage) return 'too-many-files';
	if (!isAcceptableName(name)) return 'file-name-invalid';
	return undefined;
}

/** A stream that broke is the sender's; a disk that is full is told; any other trouble of the disk is a bug or worse. */
function asRefusal(error: unknown): unknown {
	const { code = '', syscall } = error as NodeJS.ErrnoException;
	if (code === 'ENOSPC' || code === 'EDQUOT') return new Refusal('disk-full');
	return syscall ? error : new Refusal('upload-cut-off');
}
