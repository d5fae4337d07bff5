import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { UpdateRules } from '../../exchange/update-rules.ts';
import { replaceFile } from '../../files/replace-file.ts';
import type { AuditKind, AuditTrail, PolicySource, StationIdentity, Store, TrustedClock } from '../ports.ts';
import { checkPauseMs } from './check-time.ts';
import { hindrances, type Moment } from './decide-update.ts';
import { createFetchTelling } from './fetch-telling.ts';
import type { InstallerPort } from './install/installer-port.ts';
import { installerHere } from './install/installer-port-here.ts';
import { queuedFormats } from './queued-formats.ts';
import { readyRelease } from './ready-update.ts';
import { ownSystem } from './release.ts';
import { repositoryOf, type UpdateSettings } from './update-address.ts';
import {
  type InstallReport,
  installReport,
  noUpdateState,
  readUpdateFile,
  type UpdateState,
  updateState,
} from './update-files.ts';
import { agentUpdateFolders, installerFolders, type StandardPlaces } from './update-folders.ts';
import type { UpdateTrial } from './update-trial.ts';

const tickMs = 30_000;
/** How soon somebody's wish to leave a fetch is noticed. */
const wishMs = 250;
/** How long a sign-in that has begun may take to its end. */
const settleMs = 15_000;
/** Whoever was asked to install and says nothing for so long isn't there. */
const answerMs = 20 * 60_000;

export interface UpdateDesk {
  start(): void;
  stop(): Promise<void>;
  /** Refuses with `station/updating` while a version is being put on or on trial: nobody begins anything then. */
  standing(): Result<null>;
  /** A newer version waits to be installed. */
  pending(): boolean;
}

export interface UpdateDeskPorts {
  readonly settings: UpdateSettings | undefined;
  readonly places: StandardPlaces;
  readonly stateFolder: string;
  /** Where the installed program lies. */
  readonly programRoot: string;
  readonly store: Store;
  readonly identity: StationIdentity;
  readonly clock: TrustedClock;
  readonly audit: AuditTrail;
  readonly policy: PolicySource;
  readonly trial: UpdateTrial;
  readonly hubUrl: () => string | null;
  readonly sessionOpen: () => boolean;
  readonly operatorSignedIn: () => boolean;
  readonly wiping: () => boolean;
  readonly onChange: () => void;
  readonly onBug: (error: unknown) => void;
  /** Other than this system's own installer and the usual pauses, for trials. */
  readonly trials?: {
    readonly port: InstallerPort;
    readonly firstLookMs: number;
    readonly tickMs: number;
    readonly settleMs: number;
    readonly free: (folder: string) => Promise<number>;
    readonly answerMs?: number;
  };
}

/**
 * The agent's updates: asks the repository now and then, fetches, waits until nobody is at work here, and hands over to the
 * installer, which alone may install. What it needs for asking is loaded when a question is due.
 */
export function createUpdateDesk(ports: UpdateDeskPorts): UpdateDesk {
  const { clock, identity, policy, trial } = ports;
  const folders = agentUpdateFolders(ports.stateFolder);
  const reportPath = installerFolders(ports.places.installer).report;
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let state: UpdateState = readUpdateFile(folders.state, updateState) ?? noUpdateState;
  let nextLookMs =
    performance.now() + (ports.trials?.firstLookMs ?? checkPauseMs('start', undefined, Math.random()));

  /** When this process first saw what is handed over: a clock that was set back must not keep everybody out for as long. */
  let seen: { readonly attempt: string; readonly atMs: number } | null = null;

  async function set(change: Partial<UpdateState>): Promise<void> {
    const before = JSON.stringify(state);
    state = { ...state, ...change };
    const text = JSON.stringify(state);
    if (text === before) return;
    mkdirSync(folders.folder, { recursive: true, mode: 0o700 });
    await replaceFile(folders.state, text, 0o600);
    ports.onChange();
  }

  async function tick(): Promise<void> {
    await noteReport();
    const rules = policy.current();
    const { settings } = ports;
    if (settings === undefined || rules.state !== 'valid' || rules.policy.update === undefined) {
      return set({ ready: null, offered: null, outcome: null, waits: [] });
    }
    if (state.handed !== null) return;
    const update = rules.policy.update;
    const now = clock.trusted();
    const due = performance.now() >= nextLookMs || existsSync(folders.asked);
    if (due && now.ok) {
      await rm(folders.asked, { force: true });
      const address = repositoryOf(settings, ports.hubUrl());
      const failed = address === null || (await look(address, update, now.value));
      const after = failed ? 'failure' : 'answer';
      nextLookMs = performance.now() + checkPauseMs(after, update.checkHours, Math.random());
    }
    const { ready } = state;
    if (ready === null || stopping.signal.aborted) return;
    const release = await readyRelease(ready, update, folders);
    if (release === null) return set({ waits: ['not-this-station-yet'] });
    const judge = () => hindrances(release, update, moment());
    const waits = judge();
    // No turn in between: whoever begins something is seen here, or refused from now on.
    return waits.length === 0 ? handOver(ready, judge) : set({ waits });
  }

  function moment(): Moment {
    const now = clock.trusted();
    return {
      now: now.ok ? now.value : null,
      sessionOpen: ports.sessionOpen(),
      operatorSignedIn: ports.operatorSignedIn(),
      wiping: ports.wiping(),
      unsentFormats: queuedFormats(ports.store.read),
    };
  }

  /** True where it failed in a way that may be over soon. */
  async function look(address: string, rules: UpdateRules, now: Date): Promise<boolean> {
    const station = identity.enrolment()?.station.id;
    const system = ownSystem();
    const port = ports.trials?.port ?? installerHere(process.platform);
    if (station === undefined || system === null || port === null) return false;
    const { lookForUpdate } = await import('./look-for-update.ts');
    const telling = createFetchTelling(folders);
    const cancelling = new AbortController();
    await rm(folders.cancelled, { force: true });
    const watch = setInterval(() => {
      if (existsSync(folders.cancelled)) cancelling.abort();
    }, wishMs);
    try {
      const looked = await lookForUpdate({
        folders,
        address,
        rules,
        now,
        pinnedRoot: ports.places.root,
        station: { id: station, system, installed: await port.installed(), failed: state.failed },
        signal: AbortSignal.any([stopping.signal, cancelling.signal]),
        onFetch: telling.tell,
        ...(ports.trials === undefined ? {} : { free: ports.trials.free }),
      });
      if (stopping.signal.aborted) return true;
      const failed = looked.outcome === 'unreachable' || looked.outcome === 'fetch-failed';
      const detail = failed && cancelling.signal.aborted ? 'cancelled' : looked.detail;
      await set({ ...looked, detail, checkedAt: now.toISOString() });
      return failed;
    } finally {
      clearInterval(watch);
      telling.end();
      await rm(folders.cancelled, { force: true });
    }
  }

  async function handOver(
    ready: NonNullable<UpdateState['ready']>,
    judge: () => readonly string[],
  ): Promise<void> {
    const attempt = randomUUID();
    state = { ...state, handed: { attempt, at: new Date().toISOString() } };
    // A sign-in that was on its way has ended by then, and shows.
    await delay(ports.trials?.settleMs ?? settleMs, undefined, { signal: stopping.signal }).catch(
      () => undefined,
    );
    const waits = judge();
    if (waits.length > 0 || stopping.signal.aborted) {
      return set({ handed: null, waits: [...waits] });
    }
    record('update-handed-over', { version: ready.version });
    await rm(folders.healthy, { force: true });
    await set({ ready: null, waits: [] });
    await replaceFile(folders.request, JSON.stringify({ ...ready, attempt }), 0o600);
    if (process.platform === 'win32') startInstaller(ports.programRoot);
  }

  /** What became of what was handed over. */
  async function noteReport(): Promise<void> {
    const { handed } = state;
    if (handed === null) return;
    const report = readUpdateFile(reportPath, installReport);
    if (report?.attempt === handed.attempt) {
      if (report.state === 'installing') return;
      record(report.state === 'installed' ? 'update-installed' : 'update-taken-back', {
        version: report.version,
        state: report.state,
        why: report.why,
      });
      const failed = hasFailed(report) ? [...state.failed, report.version].slice(-20) : state.failed;
      return set({ handed: null, noted: report.attempt, failed, offered: null, outcome: null });
    }
    if (seen?.attempt !== handed.attempt) seen = { attempt: handed.attempt, atMs: performance.now() };
    const waitedMs = Math.max(Date.now() - new Date(handed.at).getTime(), performance.now() - seen.atMs);
    if (waitedMs < (ports.trials?.answerMs ?? answerMs)) return;
    await rm(folders.request, { force: true });
    await set({ handed: null, outcome: 'fetch-failed', detail: 'installer-silent' });
  }

  function record(kind: AuditKind, facts: Readonly<Record<string, string | null>>): void {
    const actor = { type: 'station' as const, id: identity.enrolment()?.station.id ?? null };
    ports.store.write((database) =>
      ports.audit.append(database, { kind, actor, subject: null, facts, detail: null }),
    );
  }

  return {
    start() {
      running = (async () => {
        while (!stopping.signal.aborted) {
          await tick().catch(ports.onBug);
          await delay(ports.trials?.tickMs ?? tickMs, undefined, { signal: stopping.signal }).catch(
            () => undefined,
          );
        }
      })();
    },
    async stop() {
      stopping.abort();
      await running;
    },
    standing: () => (state.handed !== null || trial.running() ? refuse('station/updating') : ok(null)),
    pending: () => state.ready !== null || state.handed !== null,
  };
}

/** Whether a version is not to be tried again by itself. */
function hasFailed({ state, why }: InstallReport): boolean {
  if (state === 'rolled-back' || state === 'stuck') return true;
  return state === 'refused' && (why === 'package-refused' || why === 'not-newer');
}

/** Windows has nothing that looks for the request, and its agent is the system's own account. */
function startInstaller(programRoot: string): void {
  const cli = join(programRoot, 'dist', 'node', 'cli.mjs');
  spawn(process.execPath, [cli, 'update', 'apply'], { detached: true, stdio: 'ignore' }).unref();
}
