import { expect, test } from 'vitest';
import { addressOf, isTrackingUrl } from './carrier.ts';

const good = [
	'https://carrier.example/follow?number={tracking}',
	'https://carrier.example:8443/{tracking}/state',
	'https://carrier.example?n={tracking}&again={tracking}',
	'https://carrier.example/index.html#/parcels/{tracking}',
];
const bad = [
	'',
	'carrier.example/{tracking}',
	'http://carrier.example/{tracking}',
	'javascript:alert("{tracking}")',
	'JavaScript:alert(1)//https://carrier.example/{tracking}',
	'data:text/html,{tracking}',
	'https://carrier.example/follow',
	'https://carrier.example/follow?number={TRACKING}',
	'https://{tracking}/',
	'https://carrier.example.{tracking}/',
	'https://carrier.example{tracking}',
	'https://user:{tracking}@carrier.example/{tracking}',
	'https://carrier.example\\@evil.example/{tracking}',
	'https://carrier.example/ {tracking}',
	'https://car rier.example/{tracking}',
	'https:///{tracking}',
];

test('parcels are followed over https, at a host that no number changes', () => {
	expect(good.filter((address) => !isTrackingUrl(address))).toEqual([]);
	expect(bad.filter(isTrackingUrl)).toEqual([]);
});

test('a number stands in an address as one part of it, wherever it is asked for', () => {
	const address = 'https://carrier.example/{tracking}?n={tracking}';
	expect(addressOf(address, "1/2&x=$&#'")).toBe(
		"https://carrier.example/1%2F2%26x%3D%24%26%23'?n=1%2F2%26x%3D%24%26%23'",
	);
});
