import { expect, test } from 'vitest';
import { csvLine, csvStream } from './csv.ts';

test('what a spreadsheet would run as a formula becomes text', () => {
	expect(csvLine(['=1+1', '+1', '-1', '@A1', '\tx', '\rx', 'a=b'])).toBe(`'=1+1,'+1,'-1,'@A1,'\tx,"'\rx",a=b\r\n`);
});

test('quotes are doubled; commas, breaks and outer spaces stand in quotes', () => {
	expect(csvLine(['say "no"', 'a,b', 'a\nb', ' a ', ''])).toBe(`"say ""no""","a,b","a\nb"," a ",\r\n`);
});

test('a stream begins with the byte order mark and holds every page', async () => {
	const pages = (async function* () {
		yield [['1', 'é']];
		yield [['2', 'ж']];
	})();
	const bytes = Buffer.from(await new Response(csvStream(['n', 'letter'], pages)).arrayBuffer());
	expect(bytes.toString('utf8')).toBe('\uFEFFn,letter\r\n1,é\r\n2,ж\r\n');
});
