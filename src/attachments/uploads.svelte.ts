import { m } from '../paraglide/messages.js';
import { isAcceptableName, maxFileBytes, maxFilesPerMessage, type Attachment } from './attachment.ts';

export type UploadState = 'waiting' | 'sending' | 'received' | 'refused';

/** One file on its way, or arrived. `share` 0–1; `problem` in words; `mayRetry` when the same file may do better. */
export class Upload {
	readonly slot: string;
	readonly name: string;
	readonly size: number;
	readonly file: File | undefined;
	state = $state<UploadState>('waiting');
	share = $state(0);
	id = $state('');
	problem = $state('');
	mayRetry = $state(false);
	request: XMLHttpRequest | undefined;

	constructor(slot: string, { name, size }: { name: string; size: number }, file?: File) {
		this.slot = slot;
		this.name = name;
		this.size = size;
		this.file = file;
	}

	refuse(problem: string, mayRetry = false): void {
		Object.assign(this, { state: 'refused', problem, mayRetry, request: undefined });
	}

	arrive(id: string): void {
		Object.assign(this, { state: 'received', id, share: 1, problem: '', request: undefined });
	}
}

// Two lanes keep a workshop's uplink full; more would only make each of them slow.
const lanes = 2;

/** The files of one form while it is written: sent ahead, at most two at a time. */
export class Uploads {
	items = $state<Upload[]>([]);
	/** What a screen reader is told. */
	said = $state('');
	readonly busy = $derived(this.items.some((item) => item.state === 'waiting' || item.state === 'sending'));
	readonly refused = $derived(this.items.filter((item) => item.state === 'refused').length);
	readonly received = $derived(this.items.filter((item) => item.state === 'received').map((item) => item.id));

	constructor(staged: readonly Attachment[]) {
		this.items = staged.map((file) => {
			const item = new Upload(file.slot, file);
			item.arrive(file.id);
			return item;
		});
	}

	add(slot: string, files: readonly File[]): void {
		for (const file of files) {
			const item = new Upload(slot, { name: file.name.normalize('NFC'), size: file.size }, file);
			const problem = this.problemOf(item);
			this.items.push(item);
			if (problem) this.refuse(item, problem);
		}
		this.proceed();
	}

	retry(item: Upload): void {
		Object.assign(item, { state: 'waiting', share: 0, problem: '' });
		this.proceed();
	}

	/** Takes a file out, wherever it is on its way. */
	remove(item: Upload): void {
		item.request?.abort();
		this.items = this.items.filter((other) => other !== item);
		// A file that stays behind because this fails belongs to no message and is collected later.
		if (item.id) fetch(`/uploads/${item.slot}/${item.id}`, { method: 'DELETE', keepalive: true }).catch(() => {});
		this.said = m.upload_said_removed({ name: item.name });
		this.proceed();
	}

	/** The server's own rules, asked before a hundred megabytes have travelled for nothing. */
	private problemOf(item: Upload): string | undefined {
		const others = this.items.filter((other) => other.state !== 'refused').length;
		if (others >= maxFilesPerMessage) return m.refusal_too_many_files();
		if (item.size === 0) return m.refusal_file_empty();
		if (item.size > maxFileBytes) return m.refusal_file_too_large();
		return isAcceptableName(item.name) ? undefined : m.refusal_file_name_invalid();
	}

	private proceed(): void {
		const sending = this.items.filter((item) => item.state === 'sending').length;
		const next = this.items.filter((item) => item.state === 'waiting').slice(0, Math.max(0, lanes - sending));
		for (const item of next) this.send(item);
	}

	private send(item: Upload): void {
		if (!item.file) return;
		item.state = 'sending';
		const request = (item.request = new XMLHttpRequest());
		const body = new FormData();
		body.append(`file.${item.slot}`, item.file, item.name);
		request.upload.addEventListener('progress', ({ loaded, total }) => {
			item.share = total > 0 ? loaded / total : 0;
		});
		request.addEventListener('load', () => this.settle(item, request));
		request.addEventListener('error', () => this.settle(item, request));
		request.open('POST', `/uploads/${item.slot}`);
		request.setRequestHeader('accept', 'application/json');
		request.send(body);
	}

	private settle(item: Upload, request: XMLHttpRequest): void {
		const { id, problem, mayRetry } = readAnswer(request);
		if (id) {
			item.arrive(id);
			this.said = m.upload_said_received({ name: item.name });
		} else this.refuse(item, problem, mayRetry);
		this.proceed();
	}

	private refuse(item: Upload, problem: string, mayRetry = false): void {
		item.refuse(problem, mayRetry);
		this.said = m.upload_said_refused({ name: item.name, reason: problem });
	}
}

type Answer = { id?: string; problem: string; mayRetry: boolean };

function readAnswer(request: XMLHttpRequest): Answer {
	if (new URL(request.responseURL || '/', location.href).pathname.endsWith('/login'))
		return { problem: m.upload_logged_out(), mayRetry: true };
	let answer: { file?: Attachment; problem?: string; message?: string } = {};
	try {
		answer = JSON.parse(request.responseText);
	} catch {
		// No answer at all, or a proxy's page: the words below are for both.
	}
	const problem = answer.problem ?? answer.message ?? m.upload_broken_off();
	return { id: answer.file?.id, problem, mayRetry: request.status === 0 || request.status >= 500 };
}
