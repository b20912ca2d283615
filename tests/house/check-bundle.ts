import { bundleViolations, readBundle } from './bundle.ts';
import { report } from './sources.ts';

const scripts = readBundle();
report(scripts.length > 0 ? bundleViolations(scripts) : ['build/client holds no script: run the build first.']);
