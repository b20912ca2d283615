import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { drawMap } from './map.ts';
import { report } from './sources.ts';

const place = 'docs/map.md';
const drawn = drawMap();
if (process.argv.includes('--check'))
	report(readFileSync(place, 'utf8') === drawn ? [] : [`${place} is out of date: run bin/map.`]);
else writeFileSync(place, drawn);
