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

/** A form while it arrives. `stop` ends the reading with what is there, `fail` with nothing. */
type Reception = {
	form: ReceivedForm;
	/** Counted when a file begins: those before it may still be on their way to disk. */
	accepted: number;
	streams: Set<BusboyFileStream>;
	storing: Promise<void>[];
	stop: () => void;
	fail: (reason: unknown) => void;
};

async function receiveMultipart(body: Readable, contentType: string): Promise<ReceivedForm> {
	const parser = parserFor(contentType);
	const { promise: parsed, resolve: stop, reject: fail } = Promise.withResolvers<void>();
	const form: ReceivedForm = { fields: Object.create(null), files: [], refused: [] };
	const reception: Reception = { form, accepted: 0, streams: new Set(), storing: [], stop, fail };
	const cutOff = () => fail(new Refusal('upload-cut-off'));
	parser.on('field', (name, value, _nameCut, valueCut) => {
		if (valueCut) fail(new Refusal('request-too-large'));
		(form.fields[name] ??= []).push(value);
	});
	parser.on('fieldsLimit', () => fail(new Refusal('form-invalid')));
	parser.on('file', (field, stream, name) => {
		reception.storing.push(receiveFile(reception, field, name, stream).catch(fail));
	});
	parser.on('finish', stop);
	parser.on('error', cutOff);
	body.on('error', cutOff);
	body.pipe(parser);
	try {
		await parsed;
		await Promise.all(reception.storing);
		// What happened to a file on its way to disk after the last byte was read.
		await parsed;
		return form;
	} catch (error) {
		for (const stream of reception.streams) stream.destroy();
		await Promise.allSettled(reception.storing);
		await discardFiles(form.files);
		throw error;
	} finally {
		// The body is left alone: destroying it would close the connection before the answer.
		body.unpipe(parser);
		parser.destroy();
	}
}
