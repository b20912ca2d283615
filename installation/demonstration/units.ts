export type DemoUnit = {
	product: 'kessv2' | 'k-tag' | 'powergate3' | 'ecm-titanium';
	serial: string;
	customer: string;
	kind?: 'master' | 'slave';
	/** The code of the Master to whom a Slave is bound. */
	master?: string;
	username?: string;
	/** Days from the day of loading to the last day of the subscription; below zero it has expired. */
	subscriptionDays: number;
	version: string;
};

/** Serial numbers: product and kind (K2M: KESSv2 Master, KTM: K-TAG Master, K2S: KESSv2 Slave), batch, running number. */
export const units: DemoUnit[] = [
	{
		product: 'kessv2',
		serial: 'K2M-4T81-0937',
		customer: 'C1001',
		kind: 'master',
		username: 'valtorba',
		subscriptionDays: 212,
		version: '2.80',
	},
	{
		product: 'k-tag',
		serial: 'KTM-7R20-0412',
		customer: 'C1001',
		kind: 'master',
		username: 'valtorba',
		subscriptionDays: 212,
		version: '2.27',
	},
	{ product: 'ecm-titanium', serial: 'ECM-19C4-2207', customer: 'C1001', subscriptionDays: 96, version: '1.73' },
	{ product: 'powergate3', serial: 'PG3-88N1-0264', customer: 'C1001', subscriptionDays: 41, version: '3.5.0' },
	{
		product: 'k-tag',
		serial: 'KTM-9D55-1120',
		customer: 'C1002',
		kind: 'master',
		username: 'brunasco',
		subscriptionDays: 18,
		version: '2.26',
	},
	{
		product: 'kessv2',
		serial: 'K2S-6H13-0571',
		customer: 'C2001',
		kind: 'slave',
		master: 'C1001',
		username: 'corvesson',
		subscriptionDays: 212,
		version: '2.79',
	},
	{ product: 'ecm-titanium', serial: 'ECM-20F8-0316', customer: 'C2001', subscriptionDays: 150, version: '1.73' },
	{ product: 'powergate3', serial: 'PG3-91K4-0808', customer: 'C2002', subscriptionDays: 301, version: '3.5.2' },
	{
		product: 'kessv2',
		serial: 'K2M-5W07-1488',
		customer: 'C3001',
		kind: 'master',
		username: 'ribalmar',
		subscriptionDays: -37,
		version: '2.76',
	},
	{ product: 'ecm-titanium', serial: 'ECM-18A2-0995', customer: 'C3001', subscriptionDays: -37, version: '1.71' },
	{
		product: 'k-tag',
		serial: 'KTM-8E34-0723',
		customer: 'C3002',
		kind: 'master',
		username: 'vallserena',
		subscriptionDays: 77,
		version: '2.27',
	},
	{
		product: 'kessv2',
		serial: 'K2M-6B92-2051',
		customer: 'C4001',
		kind: 'master',
		username: 'stepnoy',
		subscriptionDays: 133,
		version: '2.80',
	},
	{
		product: 'k-tag',
		serial: 'KTM-8P61-1306',
		customer: 'C4001',
		kind: 'master',
		username: 'stepnoy',
		subscriptionDays: 133,
		version: '2.25',
	},
	{ product: 'powergate3', serial: 'PG3-90R2-0517', customer: 'C4001', subscriptionDays: 115, version: '3.5.2' },
	{
		product: 'kessv2',
		serial: 'K2M-5C40-0666',
		customer: 'C5001',
		kind: 'master',
		username: 'redline',
		subscriptionDays: 9,
		version: '2.80',
	},
	{ product: 'ecm-titanium', serial: 'ECM-19H7-1754', customer: 'C5001', subscriptionDays: 9, version: '1.72' },
	{
		product: 'kessv2',
		serial: 'K2M-6D18-0349',
		customer: 'C6001',
		kind: 'master',
		username: 'baltvalde',
		subscriptionDays: 260,
		version: '2.80',
	},
];
