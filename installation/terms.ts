import { sql } from 'kysely';
import type { Writing } from '../src/database/connection.ts';
import { locales, type Locale } from '../src/identity/account.ts';
import { customers } from './demonstration/customers.ts';

type Section = { heading: string; text: string };

/** Publishes the first version of the terms of use where there is none at all. Whoever runs the portal writes his own from it. */
export async function loadTerms(trx: Writing, now: Date): Promise<boolean> {
	if (await trx.selectFrom('terms').select('version').limit(1).executeTakeFirst()) return false;
	const { brand } = await trx.selectFrom('maker').select('brand').executeTakeFirstOrThrow();
	await trx.insertInto('terms').values({ version: 1, published_at: now }).execute();
	await trx
		.insertInto('terms_text')
		.values(locales.map((locale) => ({ version: 1, locale, body_html: asHtml(firstTerms[locale], brand) })))
		.execute();
	return true;
}

/** The demonstration's customers have accepted the terms: they log in and see the portal. */
export async function acceptForDemonstration(trx: Writing, now: Date): Promise<void> {
	const emails = customers.map(({ email }) => email);
	await sql`
		with newest as (select max(version) as version from terms where published_at is not null),
		accepting as (
			update account set terms_version = newest.version from newest
			where terms_version = 0 and id in (select id from customer where email = any(${emails}::text[]))
			returning id, newest.version
		)
		insert into terms_acceptance (account_id, version, accepted_at)
		select id, version, ${now}::timestamptz from accepting
	`.execute(trx);
}

function asHtml(sections: Section[], brand: string): string {
	return sections
		.map(({ heading, text }) => `<h3>${heading}</h3><p>${text}</p>`)
		.join('')
		.replaceAll('{brand}', () => escaped(brand));
}

function escaped(text: string): string {
	return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** What everybody accepts who uses the portal (product.md E1), by language; `{brand}` is the maker's. */
const firstTerms: Record<Locale, Section[]> = {
	en: [
		{
			heading: '1. Who may use the portal',
			text: 'The portal is for workshops and tuners who own a tool or a licence of {brand}, and for the people who work for them. You use it for your trade, and you may accept these terms for the company whose customer code you log in with.',
		},
		{
			heading: '2. Your customer code is yours alone',
			text: 'Customer code and password belong to your workshop. Do not pass them on, and tell us at once if somebody else may know them. Until you have told us, what is done under your code counts as done by you.',
		},
		{
			heading: '3. What you send us',
			text: 'We use your messages, files read from control units, logs and pictures to give you support, and for nothing else. We do not publish them and do not hand them to other customers. Send only what the request needs, and leave out personal data of vehicle owners.',
		},
		{
			heading: '4. Rights in firmware',
			text: 'What a control unit contains belongs to others: to its maker, to the maker of the vehicle, to the author of a modification. You read, send and write only what you have the right to use, and you answer for it. Support for the tool gives you no permission to copy or change somebody else’s firmware.',
		},
		{
			heading: '5. Public roads and emissions',
			text: 'A modified control unit can cost a vehicle its approval, its insurance and its warranty. Find out what is permitted where the vehicle is driven, and tell its owner what was changed. We do not help to switch off or weaken emission control on vehicles that are used on public roads.',
		},
		{
			heading: '6. Availability and closures',
			text: 'Support answers during the office hours of your branch. The portal itself is normally open at any time; holidays and planned maintenance are announced here beforehand. We work on every request with care, but we cannot promise that each problem can be solved, or by when.',
		},
		{
			heading: '7. Closing an account',
			text: 'You can have your account closed at any time: write to your branch. We may block an account that breaks these terms, after a warning wherever the matter allows one. Tickets are kept for as long as warranty and law require, and are then erased.',
		},
		{
			heading: '8. Law and changes',
			text: 'The law of the country of the branch that serves you applies; rights that your own law grants you and that no agreement can take away remain yours. When these terms change, the portal shows you the new version at your next visit and asks again. It records which version you accepted, and when.',
		},
	],
	it: [
		{
			heading: '1. Chi può usare il portale',
			text: 'Il portale è riservato alle officine e ai preparatori che possiedono uno strumento o una licenza {brand}, e a chi lavora per loro. Lei lo usa per la Sua attività professionale ed è autorizzato ad accettare queste condizioni per l’azienda con il cui codice cliente accede.',
		},
		{
			heading: '2. Il codice cliente è solo Suo',
			text: 'Codice cliente e password appartengono alla Sua officina. Non li comunichi ad altri e ci avvisi subito se qualcuno potrebbe conoscerli. Finché non ci ha avvisati, ciò che viene fatto con il Suo codice si considera fatto da Lei.',
		},
		{
			heading: '3. Ciò che ci invia',
			text: 'Usiamo i Suoi messaggi, i file letti dalle centraline, i log e le immagini per darLe assistenza e per nient’altro. Non li pubblichiamo e non li consegniamo ad altri clienti. Invii solo ciò che serve alla richiesta e ometta i dati personali dei proprietari dei veicoli.',
		},
		{
			heading: '4. Diritti sul firmware',
			text: 'Il contenuto di una centralina appartiene ad altri: a chi la produce, al costruttore del veicolo, all’autore di una modifica. Lei legge, invia e scrive solo ciò che ha il diritto di usare e ne risponde. L’assistenza sullo strumento non La autorizza a copiare o modificare il firmware altrui.',
		},
		{
			heading: '5. Strada pubblica ed emissioni',
			text: 'Una centralina modificata può far perdere al veicolo l’omologazione, l’assicurazione e la garanzia. Verifichi che cosa è consentito dove il veicolo circola e informi il proprietario di ciò che è stato cambiato. Non aiutiamo a disattivare o indebolire il controllo delle emissioni su veicoli che circolano su strade pubbliche.',
		},
		{
			heading: '6. Disponibilità e chiusure',
			text: 'L’assistenza risponde negli orari della Sua filiale. Il portale è di norma sempre aperto; festività e manutenzioni programmate sono annunciate qui in anticipo. Seguiamo ogni richiesta con cura, ma non possiamo promettere che ogni problema sia risolvibile, né entro quando.',
		},
		{
			heading: '7. Chiusura dell’account',
			text: 'Può far chiudere il Suo account in qualsiasi momento: scriva alla Sua filiale. Possiamo bloccare un account che viola queste condizioni, dopo un avviso quando il caso lo permette. I ticket sono conservati per il tempo richiesto dalla garanzia e dalla legge, poi cancellati.',
		},
		{
			heading: '8. Legge applicabile e modifiche',
			text: 'Si applica la legge del Paese della filiale che La segue; restano Suoi i diritti che la Sua legge Le riconosce e che nessun accordo può togliere. Quando queste condizioni cambiano, il portale Le mostra la nuova versione alla visita successiva e La invita ad accettarla. Registra quale versione ha accettato e quando.',
		},
	],
	fr: [
		{
			heading: '1. Qui peut utiliser le portail',
			text: 'Le portail est réservé aux ateliers et aux préparateurs qui possèdent un outil ou une licence {brand}, ainsi qu’aux personnes qui travaillent pour eux. Vous l’utilisez dans le cadre de votre activité professionnelle et vous êtes habilité à accepter ces conditions au nom de l’entreprise dont vous employez le code client.',
		},
		{
			heading: '2. Votre code client n’appartient qu’à vous',
			text: 'Le code client et le mot de passe appartiennent à votre atelier. Ne les communiquez à personne et prévenez-nous sans délai si quelqu’un d’autre a pu en avoir connaissance. Tant que vous ne l’avez pas fait, ce qui est fait sous votre code est réputé fait par vous.',
		},
		{
			heading: '3. Ce que vous nous envoyez',
			text: 'Vos messages, les fichiers lus dans les calculateurs, les journaux et les images servent à vous dépanner, et à rien d’autre. Nous ne les publions pas et ne les remettons pas à d’autres clients. N’envoyez que ce dont la demande a besoin, sans données personnelles des propriétaires de véhicules.',
		},
		{
			heading: '4. Droits sur le firmware',
			text: 'Le contenu d’un calculateur appartient à d’autres : à son fabricant, au constructeur du véhicule, à l’auteur d’une modification. Vous ne lisez, n’envoyez et n’écrivez que ce que vous avez le droit d’utiliser, et vous en répondez. L’assistance sur l’outil ne vous autorise pas à copier ou à modifier le firmware d’autrui.',
		},
		{
			heading: '5. Voie publique et émissions',
			text: 'Un calculateur modifié peut faire perdre à un véhicule son homologation, son assurance et sa garantie. Vérifiez ce qui est permis là où le véhicule circule et informez son propriétaire de ce qui a été changé. Nous n’aidons pas à désactiver ni à affaiblir le contrôle des émissions de véhicules qui circulent sur la voie publique.',
		},
		{
			heading: '6. Disponibilité et fermetures',
			text: 'L’assistance répond pendant les horaires de votre agence. Le portail est en principe ouvert à toute heure ; les jours fériés et la maintenance prévue y sont annoncés à l’avance. Nous traitons chaque demande avec soin, mais nous ne pouvons promettre ni que tout problème ait une solution, ni dans quel délai.',
		},
		{
			heading: '7. Clôture d’un compte',
			text: 'Vous pouvez faire clore votre compte à tout moment : écrivez à votre agence. Nous pouvons bloquer un compte qui enfreint ces conditions, après un avertissement lorsque la situation le permet. Les tickets sont conservés aussi longtemps que la garantie et la loi l’exigent, puis effacés.',
		},
		{
			heading: '8. Droit applicable et modifications',
			text: 'Le droit applicable est celui du pays de l’agence dont vous dépendez ; les droits que votre propre loi vous accorde et qu’aucun accord ne peut écarter restent les vôtres. Lorsque ces conditions changent, le portail vous présente la nouvelle version à votre visite suivante et vous demande de l’accepter. Il enregistre la version acceptée et le moment.',
		},
	],
	es: [
		{
			heading: '1. Quién puede usar el portal',
			text: 'El portal es para los talleres y preparadores que poseen una herramienta o una licencia de {brand}, y para quienes trabajan en ellos. Usted lo usa en su actividad profesional y está facultado para aceptar estas condiciones en nombre de la empresa con cuyo código de cliente accede.',
		},
		{
			heading: '2. El código de cliente es solo suyo',
			text: 'El código de cliente y la contraseña pertenecen a su taller. No los facilite a nadie y avísenos de inmediato si otra persona ha podido conocerlos. Mientras no nos avise, lo que se haga con su código se considera hecho por usted.',
		},
		{
			heading: '3. Lo que nos envía',
			text: 'Usamos sus mensajes, los archivos leídos de las centralitas, los registros y las imágenes para darle soporte, y para nada más. No los publicamos ni los entregamos a otros clientes. Envíe solo lo que la solicitud necesite y omita los datos personales de los propietarios de los vehículos.',
		},
		{
			heading: '4. Derechos sobre el firmware',
			text: 'El contenido de una centralita pertenece a otros: a su fabricante, al fabricante del vehículo, al autor de una modificación. Usted lee, envía y escribe solo lo que tiene derecho a usar, y responde de ello. El soporte de la herramienta no le autoriza a copiar ni a modificar el firmware ajeno.',
		},
		{
			heading: '5. Vías públicas y emisiones',
			text: 'Una centralita modificada puede hacer perder a un vehículo la homologación, el seguro y la garantía. Compruebe qué está permitido donde circula el vehículo e informe a su propietario de lo que se ha cambiado. No ayudamos a desactivar ni a debilitar el control de emisiones de vehículos que circulan por vías públicas.',
		},
		{
			heading: '6. Disponibilidad y cierres',
			text: 'El soporte responde en el horario de su filial. El portal está normalmente abierto a cualquier hora; los festivos y el mantenimiento previsto se anuncian aquí con antelación. Tratamos cada solicitud con cuidado, pero no podemos prometer que todo problema tenga solución ni en qué plazo.',
		},
		{
			heading: '7. Cierre de una cuenta',
			text: 'Puede hacer cerrar su cuenta en cualquier momento: escriba a su filial. Podemos bloquear una cuenta que infrinja estas condiciones, tras un aviso cuando el caso lo permita. Los tickets se conservan el tiempo que exijan la garantía y la ley, y después se borran.',
		},
		{
			heading: '8. Ley aplicable y cambios',
			text: 'Se aplica la ley del país de la filial que le atiende; siguen siendo suyos los derechos que su propia ley le concede y que ningún acuerdo puede quitarle. Cuando estas condiciones cambien, el portal le mostrará la nueva versión en su próxima visita y le pedirá que la acepte. Registra qué versión aceptó y cuándo.',
		},
	],
	ru: [
		{
			heading: '1. Кто может пользоваться порталом',
			text: 'Портал предназначен для автосервисов и тюнеров, у которых есть прибор или лицензия {brand}, и для их сотрудников. Вы пользуетесь им в профессиональной деятельности и вправе принять эти условия от имени компании, с кодом клиента которой входите.',
		},
		{
			heading: '2. Код клиента принадлежит только вам',
			text: 'Код клиента и пароль принадлежат вашему сервису. Не передавайте их другим и сразу сообщите нам, если их мог узнать кто-то ещё. Пока вы не сообщили, всё, что сделано под вашим кодом, считается сделанным вами.',
		},
		{
			heading: '3. Что вы нам присылаете',
			text: 'Ваши сообщения, файлы, считанные из ЭБУ, журналы и изображения мы используем только для поддержки. Мы их не публикуем и не передаём другим клиентам. Присылайте лишь то, что нужно для запроса, без персональных данных владельцев автомобилей.',
		},
		{
			heading: '4. Права на прошивки',
			text: 'Содержимое ЭБУ принадлежит другим: его производителю, изготовителю автомобиля, автору модификации. Вы считываете, отправляете и записываете только то, на что имеете право, и отвечаете за это. Поддержка по прибору не даёт разрешения копировать или изменять чужую прошивку.',
		},
		{
			heading: '5. Дороги общего пользования и выбросы',
			text: 'Из-за изменённого ЭБУ автомобиль может лишиться допуска к движению, страховки и гарантии. Узнайте, что разрешено там, где он эксплуатируется, и сообщите владельцу, что изменено. Мы не помогаем отключать или ослаблять системы контроля выбросов на автомобилях, которые ездят по дорогам общего пользования.',
		},
		{
			heading: '6. Доступность и перерывы',
			text: 'Поддержка отвечает в рабочие часы вашего филиала. Сам портал обычно открыт круглосуточно; о праздниках и плановом обслуживании здесь объявляется заранее. Мы внимательно работаем с каждым запросом, но не можем обещать, что любая проблема решаема, и назвать точный срок.',
		},
		{
			heading: '7. Закрытие учётной записи',
			text: 'Вы можете закрыть учётную запись в любое время: напишите в свой филиал. Мы можем заблокировать учётную запись, которая нарушает эти условия, — после предупреждения, если обстоятельства это позволяют. Тикеты хранятся столько, сколько требуют гарантия и закон, а затем удаляются.',
		},
		{
			heading: '8. Применимое право и изменения',
			text: 'Применяется право страны того филиала, который вас обслуживает; права, данные вам вашим законом, которых нельзя лишить договором, остаются за вами. Когда условия меняются, портал показывает новую версию при следующем входе и просит принять её. Он записывает, какую версию и когда вы приняли.',
		},
	],
};
