import type { CustomerName, Who } from './people.ts';

/** What a customer may do with a ticket, a unit or a request. To see it is the least. */
export type Right = 'view' | 'reply' | 'close' | 'own' | 'let go';

/** Something that a request names: a ticket, a file, a unit … */
export type Thing = {
	name: string;
	/** For the brackets of an address and the fields of a form: `{ number: '700001' }`. */
	values: Record<string, string>;
	/** Which customers may do what with it; those who are not named may not know that it exists. */
	rights: Partial<Record<CustomerName, readonly Right[]>>;
	/** The branches whose technicians see it. */
	branches: readonly string[];
	/** Whose it is alone, whatever else holds: a file that waits for its form. */
	owner?: Who;
	/** There is no such thing: what a foreign one must look like. */
	isMissing?: true;
};

export type Kind =
	| 'ticket'
	| 'file'
	| 'waiting file'
	| 'unit'
	| 'request'
	| 'customer'
	| 'terms'
	| 'import'
	| 'factor'
	| 'member'
	| 'announcement'
	| 'closure'
	| 'provider'
	| 'branch'
	| 'carrier'
	| 'product'
	| 'accessory'
	| 'accessory picture'
	| 'rma'
	| 'rma photo';

/** Everything that a customer may do with a ticket of his own. */
export const wholly = ['view', 'reply', 'close'] as const;

/** An id of files and factors, by what they belong to. */
export function uuidOf(number: number, position: number): string {
	return `00000000-0000-4000-8000-${String(number * 10 + position).padStart(12, '0')}`;
}
