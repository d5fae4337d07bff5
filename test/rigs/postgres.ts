import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

/** A throw-away PostgreSQL on loopback. */
export interface PostgresRig {
  /** Id of the server's first process, the parent of all others. */
  readonly process: number;
  /** A new, empty database on it. */
  createDatabase(): Promise<{ readonly url: string }>;
  /** Ends every connection of a database except the caller's own, as a failing network would. */
  breakConnections(url: string, applicationName: string): Promise<number>;
  stop(): Promise<void>;
}

const run = promisify(execFile);
const versionsFolder = '/usr/lib/postgresql';

/** Whether a server can be started here; if not, why. */
export function isAvailable():
  | { readonly available: true }
  | { readonly available: false; readonly reason: string } {
  if (programFolder() === null) return { available: false, reason: 'no PostgreSQL server is installed' };
  if (process.getuid?.() === 0 && !existsSync('/usr/sbin/runuser') && !existsSync('/sbin/runuser'))
    return { available: false, reason: 'PostgreSQL refuses to run as root, and there is no runuser' };
  return { available: true };
}

/**
 * Starts a server of its own in a temporary folder; `stop` ends it through its own pg_ctl and removes the folder. Its disk is
 * not waited for (`fsync`) unless asked: tests need no durability, figures do.
 */
export async function startPostgres(wish: { readonly fsync?: boolean } = {}): Promise<PostgresRig> {
  const programs = programFolder();
  if (programs === null) throw new Error('no PostgreSQL server is installed');
  const folder = await mkdtemp(join(tmpdir(), 'madoguchi-postgres-'));
  const asRoot = process.getuid?.() === 0;
  if (asRoot) {
    const { stdout } = await run('id', ['-u', 'postgres']);
    await chown(folder, Number(stdout), -1);
  }
  await chmod(folder, 0o700);
  const server = (program: string, ...values: string[]) => {
    const path = join(programs, program);
    return asRoot
      ? run('runuser', ['-u', 'postgres', '--', path, ...values], { cwd: '/' })
      : run(path, values);
  };
  const data = join(folder, 'data');
  const port = await freePort();
  const options = [
    '-c listen_addresses=127.0.0.1',
    `-c port=${port}`,
    `-c unix_socket_directories=${folder}`,
    `-c fsync=${wish.fsync === true ? 'on' : 'off'}`,
    '-c max_connections=200',
  ].join(' ');
  try {
    await server(
      'initdb',
      '-D',
      data,
      '-U',
      'hub',
      '--auth=trust',
      '--no-sync',
      '-E',
      'UTF8',
      '--locale=C.UTF-8',
    );
    await server('pg_ctl', '-D', data, '-w', '-t', '30', '-l', join(folder, 'log'), '-o', options, 'start');
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  let count = 0;
  const urlOf = (name: string) => `postgres://hub@127.0.0.1:${port}/${name}`;
  const asAdministrator = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client({ connectionString: urlOf('postgres') });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };
  return {
    process: Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]),
    async createDatabase() {
      count += 1;
      const name = `hub_${count}`;
      await asAdministrator((client) => client.query(`create database ${name}`));
      return { url: urlOf(name) };
    },
    breakConnections: (url, applicationName) =>
      asAdministrator(async (client) => {
        const { rowCount } = await client.query(
          'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and application_name = $2',
          [new URL(url).pathname.slice(1), applicationName],
        );
        return rowCount ?? 0;
      }),
    async stop() {
      await server('pg_ctl', '-D', data, '-w', '-m', 'immediate', 'stop');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function programFolder(): string | null {
  if (!existsSync(versionsFolder)) return null;
  const newest = readdirSync(versionsFolder)
    .map(Number)
    .filter((version) => existsSync(join(versionsFolder, String(version), 'bin', 'pg_ctl')))
    .sort((one, other) => other - one)[0];
  return newest === undefined ? null : join(versionsFolder, String(newest), 'bin');
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
