import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { openDatabase } from '../../../main/hub/store/connect.ts';
import { startPostgres } from '../../rigs/postgres.ts';
import { createHubBed, type HubBed } from '../hub/hub-bed.ts';
import { rules } from '../hub/operator-desk.ts';
import { commandProgram } from './command-program.ts';
import { inlineCommands, root, shellCommands } from './written-commands.ts';

export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Where the commands of the manuals are run: what each names is there, in folders of this test. */
export type ManualBed = Awaited<ReturnType<typeof startManualBed>>;

/** What a manual names, and what stands for it here; the longest first. */
type Places = Readonly<Record<string, string>>;

export async function startManualBed() {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-manual-'));
  const work = join(folder, 'work');
  const data = join(folder, 'hub');
  for (const one of [work, data, join(folder, 'etc'), join(folder, 'srv'), join(folder, 'bin')])
    mkdirSync(one);
  writeCommand(join(folder, 'bin'));
  const postgres = await startPostgres();
  const database = await postgres.createDatabase();
  const hub = await openHub(database.url);
  // The commands' own data folder: the same key, and a simulated provider of its own.
  copyFileSync(join(hub.folder, 'hub-key.pem'), join(data, 'hub-key.pem'));
  chmodSync(join(data, 'hub-key.pem'), 0o600);
  const written = [...shellCommands(), ...inlineCommands()];
  const ran = new Set<string>();
  const places: Places = {
    '/var/lib/madoguchi/database': join(folder, 'embedded', 'database'),
    '/var/lib/madoguchi-hub': data,
    '/var/lib/madoguchi': data,
    '/etc/madoguchi': join(folder, 'etc'),
    '/srv/export': join(folder, 'srv'),
    'https://hub.example.ac.jp': hub.hub.url,
    './hub': data,
    DATA: data,
    DIR: data,
  };
  const environment = {
    ...process.env,
    PATH: [join(folder, 'bin'), join(root, 'node_modules', '.bin'), process.env.PATH, ...clients()].join(
      delimiter,
    ),
    DATABASE_URL: database.url,
    LANG: 'C.UTF-8',
  };

  /** The line as it is run here. Throws where no manual shows it. */
  const lineOf = (text: string, more: Places): string => {
    if (!written.some((one) => one.text === text)) throw new Error(`no manual shows: ${text}`);
    ran.add(text);
    const found = Object.entries({ ...places, ...more }).sort(([one], [other]) => other.length - one.length);
    const names = found.map(([name]) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return text.replaceAll(
      new RegExp(`(?<![A-Za-z0-9_])(?:${names.join('|')})(?![A-Za-z0-9])`, 'g'),
      (name) => more[name] ?? places[name] ?? name,
    );
  };

  const bed = {
    folder,
    work,
    data,
    hub,
    postgres,
    databaseUrl: database.url,
    written,
    ran,
    path: (...names: string[]) => join(folder, ...names),
    /** Runs a line of a manual by a shell and gives how it ended; `with` says what stands for what it names. */
    async run(
      text: string,
      how: { readonly with?: Places; readonly in?: string; readonly env?: Places } = {},
    ): Promise<Ended> {
      const child = spawn('sh', ['-c', lineOf(text, how.with ?? {})], {
        cwd: how.in ?? work,
        env: { ...environment, ...how.env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      return endOf(child);
    },
    /** Starts a line that goes on until it is told to end; gives its first line of output, and how it ends. */
    async start(text: string, how: { readonly with?: Places; readonly env?: Places } = {}) {
      const child = spawn('sh', ['-c', `exec env ${lineOf(text, how.with ?? {})}`], {
        cwd: work,
        env: { ...environment, ...how.env },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
      const [first] = (await Promise.race([
        once(createInterface(child.stdout), 'line'),
        ended.then(() => {
          throw new Error(`it ended before it was ready: ${text}`);
        }),
      ])) as [string];
      const ready = JSON.parse(first) as { ready: boolean; url: string };
      const end = () => {
        child.kill('SIGTERM');
        return ended;
      };
      return { child, ready, end };
    },
    async close() {
      await hub.close();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return bed;
}

/** An institution on a database, as it is today, with a policy that speaks of operators. */
async function openHub(url: string): Promise<HubBed> {
  const hub = await createHubBed(await openDatabase({ kind: 'postgres', url }));
  hub.advance(Date.now() - hub.now().getTime());
  const text = { ja: '教室', en: 'Lab' };
  const room = { id: 'lab-101', label: text, networks: ['192.0.2.0/24'], stations: ['lab-101-01'] };
  await hub.policy({ operators: rules, rooms: [room] });
  return hub;
}

/** The `madoguchi` of this checkout, and an `npx` that knows nothing else. What is built is taken where it is current. */
function writeCommand(bin: string): void {
  const command = `exec "${process.execPath}" --disable-warning=ExperimentalWarning "${commandProgram}" "$@"`;
  const scripts = {
    madoguchi: `#!/bin/sh\n${command}\n`,
    npx: `#!/bin/sh\n[ "$1" = madoguchi ] || exit 127\nshift\n${command}\n`,
  };
  for (const [name, text] of Object.entries(scripts)) writeFileSync(join(bin, name), text, { mode: 0o755 });
}

/** PostgreSQL's own clients, where Debian keeps them. */
function clients(): readonly string[] {
  return ['17', '16', '15', '14'].map((version) => `/usr/lib/postgresql/${version}/bin`).filter(existsSync);
}

async function endOf(child: ChildProcess): Promise<Ended> {
  let [out, err] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, out, err };
}
