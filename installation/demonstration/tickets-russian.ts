import type { DemoTicket } from './ticket.ts';

const elisa = 'technician@serialdesk.test';
const dario = 'supervisor@serialdesk.test';

export const russianTickets: DemoTicket[] = [
	{
		customer: 'C4001',
		product: 'kessv2',
		unit: 'K2M-6B92-2051',
		subject: 'Toyota Land Cruiser Prado 2.8: обрыв связи при чтении',
		make: 'Toyota',
		model: 'Land Cruiser Prado 150',
		engine: '2.8 D-4D 1GD-FTV 130 кВт',
		year: '2018',
		ecu: 'Denso 89661-DEMO',
		protocol: '598',
		unread: true,
		steps: [
			{
				by: 'C4001',
				hoursAgo: 44,
				says: '<p>Добрый день. Идентификация проходит, чтение доходит до 60–65 % и «нет ответа от ЭБУ». Три попытки, каждый раз в разном месте. На улице −18, машина стоит в боксе второй час. Протокол 598.</p>',
			},
			{ by: elisa, hoursAgo: 41, taken: true },
			{
				by: elisa,
				hoursAgo: 40.5,
				says: '<p>Добрый день. Разные места обрыва обычно говорят о питании или о шине, а не о файле. Пожалуйста, проверьте:</p><ul><li>стабилизированный источник, <strong>13,4 В</strong> на клеммах АКБ под нагрузкой;</li><li>снят ли дополнительный блок сигнализации или GPS-трекер, подключённый к CAN: он будит шину каждые 30 секунд;</li><li>капот и двери закрыты, ключ за пределами салона не держать.</li></ul><p>И пришлите, пожалуйста, лог чтения: меню «Файл → Сохранить лог».</p>',
			},
			{
				by: 'C4001',
				hoursAgo: 22,
				says: '<p>Трекер действительно стоял, под панелью, в разрыв CAN. Отключили, прочиталось за 14 минут с первого раза.</p><p>Теперь вопрос: в Titanium драйвер на этот номер ПО не находится. Файл приложил.</p>',
				files: ['prado-original.bin'],
			},
			{
				by: elisa,
				hoursAgo: 2.1,
				says: '<p>Отлично, спасибо, что написали про трекер.</p><p>Файл получили, контрольные суммы в порядке. Драйвер под этот номер ПО готовим, обычно это один-два рабочих дня; сообщу здесь.</p><p>Подскажите, пожалуйста, какая у вас версия Titanium: 1.72 или 1.73?</p>',
			},
			{
				by: elisa,
				hoursAgo: 2,
				note: '<p>Richiesta driver passata al reparto calibrazioni, SW nuovo, file allegato dal cliente.</p>',
			},
		],
	},
	{
		customer: 'C4001',
		product: 'kessv2',
		unit: 'K2M-6B92-2051',
		subject: 'Lada Vesta, М86: какой протокол выбрать',
		make: 'Lada',
		model: 'Vesta',
		engine: '1.6 16V 78 кВт',
		year: '2019',
		ecu: 'Itelma М86',
		steps: [
			{
				by: 'C4001',
				hoursAgo: 890,
				says: '<p>В списке два протокола на М86, по CAN и по K-Line. Разъём один и тот же. Какой брать, чтобы не зависло посередине?</p>',
			},
			{ by: dario, hoursAgo: 885, taken: true },
			{
				by: dario,
				hoursAgo: 884,
				says: '<p>Здравствуйте. На Vesta с 2017 года берите <strong>CAN</strong>; K-Line оставлен для Granta и более ранних. Если идентификация по CAN ответила номером HW и SW, протокол выбран верно. Перед записью подключите источник питания.</p>',
			},
			{ by: 'C4001', hoursAgo: 862, says: '<p>По CAN всё прошло, чтение и запись. Спасибо!</p>' },
			{ by: 'C4001', hoursAgo: 861.9, closed: true, solution: 'Vesta с 2017 года: протокол по CAN.' },
		],
	},
	{
		customer: 'C4001',
		product: 'k-tag',
		unit: 'KTM-8P61-1306',
		subject:
			'Неработоспособность электрооборудования стенда после обновления: прибор не определяется операционной системой',
		steps: [
			{
				by: 'C4001',
				hoursAgo: 0.7,
				says: '<p>После обновления с 2.25 компьютер K-TAG больше не видит. Лампа питания горит, в диспетчере устройств «неизвестное устройство». Второй компьютер — то же самое, кабель меняли. На столе разобранный блок, клиент ждёт.</p>',
			},
		],
	},
	{
		customer: 'C6001',
		product: 'kessv2',
		unit: 'K2M-6D18-0349',
		subject: 'VW Crafter: после записи горит лампа двигателя',
		make: 'Volkswagen',
		model: 'Crafter',
		engine: '2.0 TDI 103 кВт',
		year: '2016',
		ecu: 'Bosch EDC17 CP20',
		protocol: '395',
		steps: [
			{
				by: 'C6001',
				hoursAgo: 340,
				says: '<p>Записали файл по OBD, двигатель работает ровно, но горит лампа, ошибка «контроль программного обеспечения». С исходным файлом ошибки нет.</p>',
				files: ['crafter-tuned.mod'],
			},
			{ by: elisa, hoursAgo: 337, taken: true },
			{
				by: elisa,
				hoursAgo: 336,
				says: '<p>Здравствуйте. Судя по файлу, один блок контрольных сумм остался старым: файл был сохранён программой другого производителя уже после расчёта. Запишите файл с включённой опцией «исправить контрольные суммы», ошибка должна уйти после двух циклов зажигания.</p>',
			},
			{ by: 'C6001', hoursAgo: 316, says: '<p>Да, помогло, лампа погасла. Спасибо.</p>' },
			{ by: elisa, hoursAgo: 315, closed: true },
			{
				by: 'C6001',
				hoursAgo: 26,
				says: '<p>Тот же автомобиль: дилер обновил ПО, номер SW теперь другой, старый файл больше не подходит. Нужно читать заново или можно взять оригинал из Data Bank?</p>',
			},
		],
	},
	{
		customer: 'C4001',
		product: 'powergate3',
		unit: 'PG3-90R2-0517',
		subject: 'Powergate: белый экран после включения',
		steps: [
			{
				by: 'C4001',
				hoursAgo: 620,
				says: '<p>Добрый день. Со вчерашнего дня Powergate включается с белым экраном. Кнопки щёлкают, по USB компьютер его видит, но меню не появляется. Прибору восемь месяцев.</p>',
			},
			{ by: elisa, hoursAgo: 616, taken: true },
			{
				by: elisa,
				hoursAgo: 615,
				says: '<p>Добрый день. Если по USB прибор виден, а экран белый, дело в плате дисплея; на месте её не заменить. Прибор на гарантии, отправку я разрешила. Заполните, пожалуйста, форму RMA на этой странице и вложите распечатку в посылку.</p>',
			},
			{ by: elisa, hoursAgo: 614.9, rma: { authorise: { inWarranty: true } } },
			{
				by: 'C4001',
				hoursAgo: 590,
				rma: {
					complete: {
						contact: 'Айдар Степной',
						street: 'ул. Карданная, 40',
						postcode: '000000',
						city: 'Степногорье',
						purchasedDaysAgo: 250,
						fault: 'Белый экран сразу после включения, меню не появляется. Компьютер видит прибор по USB. Падений и воды не было.',
						accessories: { 'usb-cable': 'in_parcel', 'obd-cable': 'in_parcel', case: 'missing' },
					},
				},
			},
			{ by: 'C4001', hoursAgo: 566, rma: { send: { carrier: 'DHL', tracking: '0000000517' } } },
			{
				by: 'C4001',
				hoursAgo: 565.8,
				says: '<p>Посылка ушла сегодня, номер DHL указан в RMA. Кейс потеряли ещё весной, остальное вложили.</p>',
			},
			{ by: elisa, hoursAgo: 60, rma: 'receive' },
			{ by: elisa, hoursAgo: 30, rma: 'inspect' },
		],
	},
];
