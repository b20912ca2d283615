import { houseViolations } from './rules.ts';
import { readSources, report } from './sources.ts';

report(houseViolations(readSources('src', 'installation', 'bench', 'tests', 'bin')));
