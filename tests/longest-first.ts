import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Small files that take long, because they wait or walk through a whole day of the portal. */
const long = [
	'src/jobs/watching.test.ts',
	'src/mail/delivering.test.ts',
	'tests/faults/mail-away.test.ts',
	'tests/journeys/accessible.test.ts',
	'tests/journeys/hours.test.ts',
	'tests/journeys/main-italian.test.ts',
	'tests/journeys/main-russian.test.ts',
	'tests/journeys/main-without-script.test.ts',
	'tests/journeys/matrix.test.ts',
];

/** Where it knows nothing better Vitest begins with the largest files: whatever takes long and comes last keeps all others waiting. */
export class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const sorted = await super.sort(files);
		const isLong = ({ moduleId }: TestSpecification) => long.some((name) => moduleId.endsWith(`/${name}`));
		return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
	}
}
