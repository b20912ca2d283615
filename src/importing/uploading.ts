import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { join } from 'node:path';
import { Busboy, type BusboyFileStream, type BusboyHeaders } from '@fastify/busboy';
import { isAcceptableName } from '../attachments/attachment.ts';
import { removeBytes, storeBytes, type StoredBytes } from '../attachments/storing.ts';
import { config } from '../config.server.ts';
import { Refusal } from '../refusal.ts';
import { maxImportBytes } from './run.ts';

export type UploadedFile = StoredBytes & { name: string };
/** The form of an upload as it arrived. */
export type Upload = { fields: Record<string, string[]>; file: UploadedFile | undefined };

const maxFieldBytes = 1000;
const maxBodyBytes = maxImportBytes + 2 ** 16;

/** Where uploads lie until their run has ended: beside the attachments, which every node reaches. */
export function uploadsDirectory(): string {
	return join(config().storageDirectory, 'imports');
}

export function pathOf(storedAs: string): string {
	return join(uploadsDirectory(), storedAs);
}

export async function removeUpload(storedAs: string): Promise<void> {
	await removeBytes(storedAs, uploadsDirectory());
}

/**
 * Receives the form of an import; its one file is streamed to disk, whatever its size up to 1 GiB.
 * @throws Refusal `request-too-large`, `file-too-large`, `upload-cut-off`, `form-invalid`, `file-name-invalid`, `disk-full`
 */
export async function receiveUpload(request: Request): Promise<Upload> {
	if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) throw new Refusal('file-too-large');
	if (!request.body) throw new Refusal('form-invalid');
	const body = Readable.fromWeb(request.body as ReadableStream);
	const parser = parserFor(request.headers.get('content-type') ?? '');
	const reception = new Reception();
	const { promise: parsed, resolve, reject } = Promise.withResolvers<void>();
	// The body is left alone: destroying it would close the connection before the answer.
	const fail = (reason: unknown) => (body.unpipe(parser), reject(reason));
	parser.on('field', (name, value, _nameCut, valueCut) => {
		if (valueCut) fail(new Refusal('request-too-large'));
		(reception.fields[name] ??= []).push(value);
	});
	parser.on('fieldsLimit', () => fail(new Refusal('form-invalid')));
	parser.on('filesLimit', () => fail(new Refusal('too-many-files')));
	parser.on('file', (field, stream, name) => void reception.take(field ?? '', stream, name).catch(fail));
	parser.on('finish', resolve);
	for (const stream of [parser, body]) stream.on('error', () => fail(new Refusal('upload-cut-off')));
	body.pipe(parser);
	try {
		await parsed;
		return { fields: reception.fields, file: await reception.storing };
	} catch (error) {
		await reception.abandon();
		throw error;
	} finally {
		parser.destroy();
	}
}

function parserFor(contentType: string): InstanceType<typeof Busboy> {
	const headers = { 'content-type': contentType } as BusboyHeaders;
	const limits = { fileSize: maxImportBytes, files: 1, fields: 10, fieldSize: maxFieldBytes, fieldNameSize: 100 };
	try {
		if (contentType.startsWith('multipart/form-data')) return new Busboy({ headers, preservePath: true, limits });
	} catch {
		// No boundary, or one that cannot be.
	}
	throw new Refusal('form-invalid');
}

/** What has arrived so far. */
class Reception {
	readonly fields: Record<string, string[]> = Object.create(null);
	storing: Promise<UploadedFile | undefined> = Promise.resolve(undefined);
	#stream: BusboyFileStream | undefined;

	take(field: string, stream: BusboyFileStream, name: string): Promise<unknown> {
		stream.on('error', () => {});
		// A form sent without a file names none.
		if (name === '') return Promise.resolve(stream.resume());
		this.#stream = stream;
		this.storing = this.#store(field, stream, name);
		return this.storing;
	}

	async abandon(): Promise<void> {
		this.#stream?.destroy();
		const file = await this.storing.catch(() => undefined);
		if (file) await removeUpload(file.storedAs);
	}

	async #store(field: string, stream: BusboyFileStream, name: string): Promise<UploadedFile> {
		if (field !== 'file') throw new Refusal('form-invalid');
		if (!isAcceptableName(name)) throw new Refusal('file-name-invalid');
		let tooLarge = false;
		stream.on('limit', () => {
			tooLarge = true;
			stream.destroy();
		});
		const stored = await storeBytes(stream, uploadsDirectory()).catch((error: unknown) => {
			throw tooLarge ? new Refusal('file-too-large') : asRefusal(error);
		});
		if (!tooLarge && stored.size > 0) return { ...stored, name: name.normalize('NFC') };
		await removeUpload(stored.storedAs);
		throw new Refusal(tooLarge ? 'file-too-large' : 'file-empty');
	}
}

function asRefusal(error: unknown): unknown {
	const { code = '', syscall } = error as NodeJS.ErrnoException;
	if (code === 'ENOSPC' || code === 'EDQUOT') return new Refusal('disk-full');
	return syscall ? error : new Refusal('upload-cut-off');
}
