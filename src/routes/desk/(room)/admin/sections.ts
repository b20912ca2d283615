import type { Capability } from '../../../../identity/actor.ts';
import { m } from '../../../../paraglide/messages.js';

type Section = { slug: string; label: () => string; about: () => string; needs: Capability[] };

/** What is administered, and which capabilities open it: any of them. Changing it asks for more where its page says so. */
export const sections: Section[] = [
	{ slug: 'customers', label: m.admin_customers, about: m.admin_customers_about, needs: ['register', 'inspect'] },
	{ slug: 'releases', label: m.admin_releases, about: m.admin_releases_about, needs: ['register', 'inspect'] },
	{ slug: 'bindings', label: m.admin_bindings, about: m.admin_bindings_about, needs: ['register', 'inspect'] },
	{ slug: 'branches', label: m.admin_branches, about: m.admin_branches_about, needs: ['inspect'] },
	{ slug: 'products', label: m.admin_products, about: m.admin_products_about, needs: ['inspect'] },
	{ slug: 'carriers', label: m.admin_carriers, about: m.admin_carriers_about, needs: ['inspect'] },
	{ slug: 'closures', label: m.admin_closures, about: m.admin_closures_about, needs: ['inspect'] },
	{
		slug: 'announcements',
		label: m.admin_announcements,
		about: m.admin_announcements_about,
		needs: ['inspect'],
	},
	{ slug: 'staff', label: m.admin_staff, about: m.admin_staff_about, needs: ['inspect'] },
	{ slug: 'providers', label: m.admin_providers, about: m.admin_providers_about, needs: ['inspect'] },
	{ slug: 'terms', label: m.admin_terms, about: m.admin_terms_about, needs: ['inspect'] },
	{ slug: 'import', label: m.admin_import, about: m.admin_import_about, needs: ['inspect'] },
	{ slug: 'audit', label: m.admin_audit, about: m.admin_audit_about, needs: ['inspect'] },
];
