import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { exportPrivatePem } from '../../main/exchange/signing-key.ts';
import type { SeededRandom } from '../fuzz/seeded-random.ts';
import { createHubInstitution, type HubInstitution } from '../rigs/hub-institution.ts';
import { type HubProcess, startHubProcess } from '../rigs/hub-process.ts';
import { type PostgresRig, startPostgres } from '../rigs/postgres.ts';
import { type ConnectionCutter, startConnectionCutter } from './connection-cutter.ts';
import { type FaultPrograms, sourcePrograms } from './fault-programs.ts';
import { type RecordingProvider, startRecordingProvider } from './recording-provider.ts';
import { type RequestRelay, startRequestRelay } from './request-relay.ts';

export const hubCount = 2;

/** Two hubs on one PostgreSQL, a station, and everything between them that can fail. */
export interface FaultBed {
  readonly institution: HubInstitution;
  readonly provider: RecordingProvider;
  readonly relay: RequestRelay;
  readonly cutter: ConnectionCutter;
  /** The database itself, past what is cut. */
  readonly database: pg.Pool;
  /** Those that serve at this moment. */
  liveHubs(): readonly string[];
  /** SIGKILL; it is started anew at once. */
  killHub(place: number): Promise<void>;
  killStation(): Promise<void>;
  setClock(place: number, offsetMs: number): void;
  /** Hands a line to the station, over and over until it has said the word. */
  tellStation(line: string, word: string, limitMs: number): Promise<string | null>;
  /** Everything serves again. Returns what had ended though nobody killed it. */
  healed(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export async function createFaultBed(wish: {
  readonly people: number;
  readonly random: SeededRandom;
  /** One that beds share; without it the bed has its own. */
  readonly server?: PostgresRig;
  /** Those of the sources when absent. */
  readonly programs?: FaultPrograms;
}): Promise<FaultBed> {
  const programs = wish.programs ?? sourcePrograms;
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-fault-'));
  const rig = wish.server ?? (await startPostgres());
  const { url } = await rig.createDatabase();
  const institution = await createHubInstitution({
    url,
    folder,
    counters: 1,
    people: wish.people,
    repeatLimit: 100,
  });
  const provider = await startRecordingProvider();
  const cutter = await startConnectionCutter(Number(new URL(url).port));
  const throughCutter = new URL(url);
  throughCutter.port = String(cutter.port);
  const hubs: (HubProcess | null)[] = Array.from({ length: hubCount }, () => null);
  const liveHubs = () => hubs.flatMap((hub) => (hub === null ? [] : [hub.url]));
  const relay = await startRequestRelay(liveHubs, wish.random);
  const stationFolder = join(folder, 'station');
  prepareStation(institution, stationFolder);
  let station: ChildProcess | null = null;
  let stopped = false;
  const heard = new Map<string, string>();
  const starting = new Set<Promise<void>>();
  let unasked: string[] = [];
  const clockFile = (place: number) => join(folder, `clock-${place}`);

  async function startHub(place: number): Promise<void> {
    for (let tries = 0; !stopped; tries += 1) {
      try {
        const words = ['--provider', provider.url, '--clock', clockFile(place)];
        const hub = await startHubProcess({ url: throughCutter.href, folder, program: programs.hub, words });
        hubs[place] = hub;
        hub.child.once('exit', () => {
          if (hubs[place] !== hub || stopped) return;
          hubs[place] = null;
          unasked.push('a hub ended by itself');
          inBackground(startHub(place));
        });
        return;
      } catch (error) {
        // Its database may be cut off just now.
        if (tries > 20) throw error;
      }
    }
  }

  async function startStation(): Promise<void> {
    const words = [programs.station, '--folder', stationFolder, '--hub', relay.url];
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...words], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    child.stdin.on('error', () => undefined);
    const lines = createInterface(child.stdout);
    lines.on('line', (line) => {
      const [word = '', id = ''] = line.split(' ');
      heard.set(`${word} ${id}`, line);
    });
    await Promise.race([once(lines, 'line'), once(child, 'exit')]);
    station = child;
    child.once('exit', () => {
      if (station !== child || stopped) return;
      station = null;
      unasked.push('the station ended by itself');
      inBackground(startStation());
    });
  }

  function inBackground(work: Promise<void>): void {
    const watched = work.finally(() => starting.delete(watched));
    starting.add(watched);
  }

  for (let place = 0; place < hubCount; place += 1) writeFileSync(clockFile(place), '0');
  await Promise.all([...hubs.keys()].map(startHub));
  await startStation();
  const database = new pg.Pool({ connectionString: url, max: 2 });

  return {
    institution,
    provider,
    relay,
    cutter,
    database,
    liveHubs,
    async killHub(place) {
      const hub = hubs[place];
      if (hub === null || hub === undefined) return;
      hubs[place] = null;
      await hub.kill();
      inBackground(startHub(place));
    },
    async killStation() {
      const killed = station;
      if (killed === null) return;
      station = null;
      killed.kill('SIGKILL');
      await once(killed, 'exit');
      inBackground(startStation());
    },
    setClock(place, offsetMs) {
      writeFileSync(clockFile(place), String(offsetMs));
    },
    async tellStation(line, word, limitMs) {
      heard.delete(word);
      const late = performance.now() + limitMs;
      for (let told: ChildProcess | null = null; performance.now() < late; ) {
        const answer = heard.get(word);
        if (answer !== undefined) return answer;
        if (station !== null && station !== told) {
          told = station;
          station.stdin?.write(`${line}\n`);
        }
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return null;
    },
    async healed() {
      while (starting.size > 0) await Promise.all([...starting]);
      const told = unasked;
      unasked = [];
      return told;
    },
    async stop() {
      stopped = true;
      await Promise.allSettled([...starting]);
      station?.kill('SIGKILL');
      await Promise.all(hubs.map((hub) => hub?.kill()));
      await database.end();
      await relay.stop();
      await provider.stop();
      await cutter.stop();
      if (wish.server === undefined) await rig.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function prepareStation({ stations }: HubInstitution, folder: string): void {
  const [station] = stations;
  if (station === undefined) throw new Error('an institution without stations');
  mkdirSync(folder, { mode: 0o700 });
  const write = (name: string, content: string | Uint8Array) =>
    writeFileSync(join(folder, name), content, { mode: 0o600 });
  write('station-key.pem', exportPrivatePem(station.key));
  write('enrolment.json', JSON.stringify(station.enrolment));
  write('store-key', randomBytes(32));
}
