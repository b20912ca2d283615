import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** Something that the portal can be asked for, as its sources say. */
export type Operation = {
	/** What the table of entries calls it: `GET /tickets/[number]`, `POST /tickets/[number]?/reply`, `LOAD /desk/(room)`. */
	id: string;
	kind: 'page' | 'action' | 'endpoint' | 'layout';
	method: string;
	/** The address with its parameters in brackets, and the action's name behind it. */
	path: string;
	/** For a page or layout that loads data on the server: which of the nodes from the root layout on is its own. */
	node?: number;
};

const root = 'src/routes';
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'fallback'];

/** Every page, form action, endpoint's method and layout with data of its own, from the files under `src/routes`. */
export function readOperations(): Operation[] {
	const files = globSync(`${root}/**/*`).sort();
	const remote = files.find((file) => /\.remote\.(ts|js)$/.test(file));
	if (remote) throw new Error(`${remote}: remote functions are operations that this list does not know`);
	const folders = [...new Set(files.map((file) => path.dirname(file)))];
	return folders.flatMap((folder) => operationsIn(folder, new Set(files)));
}

function operationsIn(folder: string, files: Set<string>): Operation[] {
	const has = (name: string) => files.has(`${folder}/${name}`);
	const address = addressOf(folder);
	const found: Operation[] = [];
	if (has('+layout.server.ts') && exportsOf(`${folder}/+layout.server.ts`).has('load'))
		found.push({ ...layoutOf(folder, files), id: `LOAD ${folder.slice(root.length) || '/'}` });
	if (has('+page.svelte') || has('+page.ts') || has('+page.server.ts')) {
		const exported = has('+page.server.ts') ? exportsOf(`${folder}/+page.server.ts`) : new Map<string, ts.Node>();
		const node = exported.has('load') ? { node: nodesAbove(`${folder}/page`, files) } : {};
		found.push({ id: `GET ${address}`, kind: 'page', method: 'GET', path: address, ...node });
		found.push(...actionsIn(exported.get('actions'), folder));
	}
	if (has('+server.ts')) {
		const exported = exportsOf(`${folder}/+server.ts`);
		for (const method of methods.filter((name) => exported.has(name)))
			found.push({ id: `${method} ${address}`, kind: 'endpoint', method, path: address });
	}
	return found;
}

/** A layout's data is asked for by the address of the first page below it. */
function layoutOf(folder: string, files: Set<string>): Omit<Operation, 'id'> {
	const pages = [...files].filter(
		(file) => file.startsWith(`${folder}/`) && /\/\+page(\.server)?\.(ts|svelte)$/.test(file),
	);
	const addresses = pages.map((file) => addressOf(path.dirname(file))).filter((address) => !address.includes('['));
	const [first] = addresses.sort((a, b) => a.length - b.length || a.localeCompare(b));
	if (!first) throw new Error(`${folder}: no page below this layout has an address without parameters`);
	return { kind: 'layout', method: 'GET', path: first, node: nodesAbove(folder, files) };
}

/** SvelteKit makes a node of each folder above that has a layout or an error page. */
function nodesAbove(folder: string, files: Set<string>): number {
	const above = folder.split('/').map((_, index, parts) => parts.slice(0, index).join('/'));
	return above.filter((place) =>
		['+layout.svelte', '+layout.ts', '+layout.server.ts', '+error.svelte'].some((name) =>
			files.has(`${place}/${name}`),
		),
	).length;
}

function actionsIn(actions: ts.Node | undefined, folder: string): Operation[] {
	if (!actions) return [];
	const address = addressOf(folder);
	return namesOf(actions, folder).map((name) => {
		const asked = name === 'default' ? address : `${address}?/${name}`;
		return { id: `POST ${asked}`, kind: 'action', method: 'POST', path: asked };
	});
}

/** The names of the actions. What cannot be read here is an error: an action that nobody lists is one that nobody tries. */
function namesOf(actions: ts.Node, folder: string): string[] {
	if (ts.isSatisfiesExpression(actions) || ts.isAsExpression(actions)) return namesOf(actions.expression, folder);
	if (!ts.isObjectLiteralExpression(actions)) throw new Error(`${folder}: write its actions as an object literal`);
	return actions.properties.map(({ name }) => {
		if (name && (ts.isIdentifier(name) || ts.isStringLiteral(name))) return name.text;
		throw new Error(`${folder}: write each action by its name`);
	});
}

/** What a module exports, with the expression where there is one. */
function exportsOf(file: string): Map<string, ts.Node> {
	const found = new Map<string, ts.Node>();
	for (const statement of ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest).statements) {
		if (ts.isExportDeclaration(statement)) {
			if (statement.isTypeOnly) continue;
			const { exportClause: named } = statement;
			if (!named || !ts.isNamedExports(named)) throw new Error(`${file}: write its exports by their names`);
			for (const { name } of named.elements) found.set(name.text, statement);
		}
		if (!isExported(statement)) continue;
		if (ts.isFunctionDeclaration(statement) && statement.name) found.set(statement.name.text, statement);
		if (ts.isVariableStatement(statement))
			for (const { name, initializer } of statement.declarationList.declarations) {
				if (!ts.isIdentifier(name)) throw new Error(`${file}: export each name by itself`);
				found.set(name.text, initializer ?? statement);
			}
	}
	return found;
}

function isExported(statement: ts.Statement): boolean {
	return (
		ts.canHaveModifiers(statement) &&
		(ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
	);
}

/** The address of a folder: without its groups. */
function addressOf(folder: string): string {
	return folder.slice(root.length).replaceAll(/\/\([^)]*\)/g, '') || '/';
}
