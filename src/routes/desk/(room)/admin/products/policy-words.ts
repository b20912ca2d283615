import { m } from '../../../../../paraglide/messages.js';
import type { ProductSettings, SubscriptionPolicy } from '../../../../../units/product.ts';

/** What an expired subscription means. */
export const policyWords: Record<SubscriptionPolicy, () => string> = {
	inform: m.admin_products_inform,
	warn: m.admin_products_warn,
	block: m.admin_products_block,
};

/** The same of a product; a service has no subscriptions. */
export function policyOf({
	hasSerials,
	subscriptionPolicy,
}: Pick<ProductSettings, 'hasSerials' | 'subscriptionPolicy'>): string {
	return hasSerials ? policyWords[subscriptionPolicy]() : m.admin_products_none();
}
