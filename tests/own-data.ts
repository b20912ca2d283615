import path from 'node:path';
import { inject } from 'vitest';

// Test files share a process, and with it the settings, which are read once: what they store lies in a folder of this process.
process.env['DATA_DIR'] = path.join(inject('data'), process.env['VITEST_POOL_ID'] ?? '');
