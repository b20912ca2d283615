import type { Writing } from '../src/database/connection.ts';

/** Where each follows a parcel, as its own site publishes it. */
const followed: Record<string, string> = {
	DHL: 'https://www.dhl.com/global-en/home/tracking.html?tracking-id={tracking}',
	UPS: 'https://www.ups.com/track?tracknum={tracking}',
	FedEx: 'https://www.fedex.com/fedextrack/?trknbr={tracking}',
	BRT: 'https://vas.brt.it/vas/sped_det_show.hsm?refnr={tracking}',
	GLS: 'https://gls-group.eu/track/{tracking}',
	'Poste Italiane': 'https://www.poste.it/cerca/index.html#/risultati-spedizioni/{tracking}',
	Chronopost: 'https://www.chronopost.fr/tracking-no-cms/suivi-page?listeNumerosLT={tracking}',
	'La Poste': 'https://www.laposte.fr/outils/suivre-vos-envois?code={tracking}',
	SEUR: 'https://www.seur.com/miseur/mis-envios?tracking={tracking}',
	Correos: 'https://www.correos.es/es/es/herramientas/localizador/envios/detalle?tracking-number={tracking}',
	CDEK: 'https://www.cdek.ru/ru/tracking?order_id={tracking}',
};

/** Loads the carriers into a database that never had any; what a maker has changed or removed is left alone. */
export async function loadCarriers(trx: Writing): Promise<void> {
	if (await trx.selectFrom('carrier').select('name').limit(1).executeTakeFirst()) return;
	const removed = trx.selectFrom('audit_entry').select('id').where('action', '=', 'carrier-removed');
	if (await removed.limit(1).executeTakeFirst()) return;
	const rows = Object.entries(followed).map(([name, tracking_url], index) => ({
		name,
		position: index + 1,
		tracking_url,
	}));
	await trx.insertInto('carrier').values(rows).execute();
}
