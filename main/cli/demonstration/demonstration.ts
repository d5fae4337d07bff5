import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { PersonSummary } from '../../../preload/contract/models/people.ts';
import type { AgentSettings } from '../../agent/settings.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';
import { agentEnvironment, agentWords } from '../runtime/agent-words.ts';
import { type Pages, startCampusSite } from './campus-site.ts';
import { type NetworkSwitch, startNetworkSwitch } from './network-switch.ts';
import { type NodeProcess, startNodeProcess } from './node-process.ts';
import { demonstrationPin, makeSeed } from './seed.ts';
import { makeShowcaseKeys } from './showcase-keys.ts';

/** `second`: another desk of the same counter, with the supervisor's spare key. */
export type StationName = 'lab' | 'counter' | 'second';

const stationNames: Readonly<Record<StationName, string>> = {
  lab: 'lab-101-01',
  counter: 'counter-01',
  second: 'counter-02',
};

/** One station's agent. */
export interface DemonstrationStation {
  /** What its face is given. */
  readonly runtimeFolder: string;
  /** Folder of its encrypted store. */
  readonly stateFolder: string;
  readonly process: () => NodeProcess;
  /** Kills the agent as a crash would. */
  kill(): Promise<void>;
  /** `showcase` leaves the first key and adds some that stand in every way that key care must explain. */
  start(keys?: 'showcase'): Promise<void>;
}

/** A whole institution on one machine: hub, network, one lab station, one counter. */
export interface Demonstration {
  readonly folder: string;
  readonly stations: Readonly<Record<StationName, DemonstrationStation>>;
  readonly network: NetworkSwitch;
  /** Chromium's switches by which a face finds and trusts the campus sites of this demonstration, and no other. */
  readonly faceSwitches: readonly string[];
  readonly hub: {
    /** Where people reach it, without a trailing slash. */ readonly url: string;
    readonly process: () => NodeProcess;
    kill(): Promise<void>;
    start(): Promise<void>;
  };
  stop(): Promise<void>;
}

/** It takes a whole university in before it says that it is ready: seconds, or minutes on a busy machine. */
const hubReadyMs = 240_000;

const hubReady = z.object({ url: z.url(), tokens: z.record(z.string(), z.string()) });

/**
 * Starts the demonstration from the built bundles in `dist`. Each process is a real one, enrolled and fed as on a
 * campus; only the provider, the keys and the people are made up, and say so. `folder` null means a temporary one,
 * which `stop` removes.
 */
export async function startDemonstration(options: {
  readonly dist: string;
  readonly folder: string | null;
  /** Group of the faces; null when they run as this same user. */
  readonly faceGroup: number | null;
  readonly log: (line: string) => void;
  readonly stations?: readonly StationName[];
  /** The lab station holds its screens, and a supervisor's software key lies beside it. */
  readonly kiosk?: boolean;
  /** Another policy than the demonstration's, and other pages on its campus. */
  readonly policy?: PolicyDocument;
  /** Another institution's profile than the demonstration's: its words, its questions, its checks. */
  readonly profile?: string;
  /** People besides the demonstration's own, at most a hundred. */
  readonly people?: readonly PersonSummary[];
  /** Another directory for the lab station than the demonstration's own file. */
  readonly directory?: AgentSettings['directory'];
  /** What asks for a second factor at the lab station. */
  readonly secondFactor?: NonNullable<AgentSettings['secondFactor']>;
  readonly providerPage?: NonNullable<AgentSettings['providerPage']>;
  readonly campus?: { readonly pages: Pages; readonly hosts: readonly string[] };
}): Promise<Demonstration> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'madoguchi-demonstration-'));
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  // The faces' user passes through to the runtime folders; everything else in here is closed to it.
  chmodSync(folder, 0o711);
  const wanted = options.stations ?? (['lab', 'counter'] as const);
  const hubFolder = join(folder, 'institution');
  mkdirSync(hubFolder, { recursive: true, mode: 0o700 });
  const { seed, keys, labKeys, directoryPath } = await makeSeed(hubFolder, new Date(), options.policy);
  const { profile, people } = options;
  writeFileSync(join(hubFolder, 'seed.json'), JSON.stringify({ ...seed, profile, people }), { mode: 0o600 });

  const started: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    for (const one of started.reverse()) await one.stop();
    if (options.folder === null) rmSync(folder, { recursive: true, force: true });
  };
  try {
    const campus = await startCampusSite(options.campus?.pages, options.campus?.hosts);
    started.push(campus);
    const spawnHub = (port: number, tokensFor: readonly string[]) =>
      startNodeProcess(
        [
          join(options.dist, 'node', 'cli.mjs'),
          'demonstration-hub',
          '--folder',
          hubFolder,
          '--port',
          String(port),
        ].concat(tokensFor.length === 0 ? [] : ['--tokens-for', tokensFor.join(',')]),
        { onError: (line) => options.log(`hub: ${line}`), readyWithinMs: hubReadyMs },
      );
    let hubProcess = await spawnHub(
      0,
      wanted.map((name) => stationNames[name]),
    );
    started.push({ stop: () => hubProcess.stop() });
    const { url, tokens } = hubReady.parse(hubProcess.ready);
    const hubPort = Number(new URL(url).port);
    const network = await startNetworkSwitch(hubPort);
    started.push(network);

    const startStation = async (name: StationName): Promise<DemonstrationStation> => {
      const stateFolder = join(folder, name);
      const runtimeFolder = join(folder, `${name}-run`);
      const token = tokens[stationNames[name]];
      const settings: AgentSettings = {
        stateFolder,
        runtimeFolder,
        faceGroup: options.faceGroup,
        hub: {
          url: `http://127.0.0.1:${network.port}`,
          ...(token === undefined ? {} : { enrolmentToken: token }),
        },
        directory: name === 'lab' ? (options.directory ?? { kind: 'local', path: directoryPath }) : null,
        softwareKeys:
          name === 'counter' ? keys : name === 'second' || options.kiosk === true ? labKeys : null,
        ...(options.secondFactor === undefined ? {} : { secondFactor: options.secondFactor }),
        ...(options.providerPage === undefined ? {} : { providerPage: options.providerPage }),
        ...(options.kiosk === true && name === 'lab' ? { kiosk: true } : {}),
      };
      const settingsFile = join(hubFolder, `${name}.json`);
      writeFileSync(settingsFile, JSON.stringify(settings), { mode: 0o600 });
      const showcaseFile = join(hubFolder, `${name}-showcase.json`);
      const spawn = (file = settingsFile) =>
        startNodeProcess(agentWords({ dist: options.dist, settingsFile: file }), {
          onError: options.log,
          environment: agentEnvironment,
        });
      let agent = await spawn();
      started.push({ stop: () => agent.stop() });
      return {
        runtimeFolder,
        stateFolder,
        process: () => agent,
        kill: () => agent.kill(),
        start: async (wanted) => {
          if (wanted === 'showcase') {
            const softwareKeys = [
              ...keys.slice(0, 1),
              ...(await makeShowcaseKeys(hubFolder, demonstrationPin)),
            ];
            writeFileSync(showcaseFile, JSON.stringify({ ...settings, softwareKeys }), { mode: 0o600 });
            agent = await spawn(showcaseFile);
          } else agent = await spawn();
        },
      };
    };
    const stations: Partial<Record<StationName, DemonstrationStation>> = {};
    for (const name of wanted) stations[name] = await startStation(name);
    return {
      folder,
      stations: stations as Record<StationName, DemonstrationStation>,
      network,
      faceSwitches: campus.faceSwitches,
      hub: {
        url,
        process: () => hubProcess,
        kill: () => hubProcess.kill(),
        start: async () => {
          hubProcess = await spawnHub(hubPort, []);
        },
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
