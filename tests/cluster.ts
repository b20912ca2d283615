import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { prepareApplicationRole } from '../src/database/application-role.ts';
import { connect, disconnect } from '../src/database/connection.ts';
import { startEmbedded } from '../src/database/embedded.ts';
import { migrate } from '../src/database/migrating.ts';
import { databaseUrl, template } from './clone.ts';

// Durability is switched off: the cluster lives as long as the run.
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };

/** Starts the run's one PostgreSQL and migrates the template that every test file gets a clone of. */
export default async function startCluster(project: TestProject): Promise<() => Promise<void>> {
	const directory = await mkdtemp(path.join(tmpdir(), 'serialdesk-tests-'));
	const cluster = await startEmbedded({ directory: path.join(directory, 'postgres'), settings, sync: false });
	await createTemplate(cluster.url);
	project.provide('cluster', cluster.url);
	project.provide('data', path.join(directory, 'data'));
	return async () => {
		await cluster.stop('SIGQUIT');
		await rm(directory, { recursive: true, force: true });
	};
}

async function createTemplate(cluster: string): Promise<void> {
	const client = new pg.Client({ connectionString: cluster });
	await client.connect();
	await client.query(`create database ${template}`);
	await client.end();
	const url = databaseUrl(cluster, template);
	const owner = connect(url, 2);
	await migrate(owner, url);
	await prepareApplicationRole(owner);
	await disconnect();
}
