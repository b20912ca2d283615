import { readFileSync } from 'node:fs';
import { lockViolations, type Lock } from './lock.ts';
import { report } from './sources.ts';

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Parameters<typeof lockViolations>[1];
report(lockViolations(lock, manifest));
