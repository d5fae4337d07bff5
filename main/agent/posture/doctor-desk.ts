import { setTimeout as delay } from 'node:timers/promises';
import { ok, type Result } from '../../../preload/contract/errors.ts';
import type { CheckId, DoctorReport, DoctorView } from '../../../preload/contract/models/doctor.ts';
import { postureResponse } from '../../exchange/posture-report.ts';
import type { HubClient } from '../hub-link/hub-client.ts';
import type { Store } from '../ports.ts';
import { readHubWord, writeHubWord } from './hub-word.ts';
import { worstOf } from './judgement.ts';

/** What the screens show anyway: no use to somebody who looks for a way in. */
const open: ReadonlySet<CheckId> = new Set<CheckId>([
  'enrolment',
  'agent-service',
  'clock',
  'hub',
  'policy',
  'queue',
  'replica',
  'operator-registry',
  'screen-reader',
]);

/** A report is good for this long: whoever presses again and again makes no work. */
const freshMs = 10_000;
const reportEveryMs = 10 * 60_000;
/** The first report waits until the station has settled. */
const firstReportMs = 15_000;

export interface DoctorDesk {
  report(): Promise<Result<DoctorView>>;
  start(): void;
  stop(): Promise<void>;
}

/** Doctor inside the agent: for the window, and told to the hub in ids and states alone. */
export function createDoctorDesk(ports: {
  readonly store: Store;
  readonly client: HubClient;
  readonly supervisor: () => boolean;
  readonly look: () => Promise<DoctorReport>;
  readonly onBug: (error: unknown) => void;
}): DoctorDesk {
  const { store } = ports;
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let last: { readonly at: number; readonly report: Promise<DoctorReport> } | null = null;

  const look = (): Promise<DoctorReport> => {
    const now = performance.now();
    if (last === null || now - last.at > freshMs) last = { at: now, report: ports.look() };
    return last.report;
  };

  async function tell(): Promise<void> {
    const { version, node, electron, checks } = await look();
    const body = { version, node, electron, checks: checks.map(({ id, state }) => ({ id, state })) };
    const told = await ports.client.ask('/v1/posture', body, postureResponse, stopping.signal);
    if (!told.ok) return;
    const known = readHubWord(store.read);
    const { word, rollbacks } = told.value;
    if (known?.word === word && known.rollbacks === rollbacks) return;
    store.write((database) => writeHubWord(database, { word, rollbacks }));
    last = null;
  }

  return {
    async report() {
      const report = await look();
      return ok(
        ports.supervisor() ? { whole: true, report } : { whole: false, report: withoutDetail(report) },
      );
    },
    start() {
      running = (async () => {
        for (let waitMs = firstReportMs; ; waitMs = reportEveryMs) {
          await delay(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined);
          if (stopping.signal.aborted) return;
          await tell().catch(ports.onBug);
        }
      })();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** For those who are nobody in particular: no facts, no versions, and nothing about how the station is guarded. */
export function withoutDetail(report: DoctorReport): DoctorReport {
  const checks = report.checks.filter(({ id }) => open.has(id)).map((check) => ({ ...check, facts: {} }));
  return { ...report, version: '—', node: '—', electron: null, checks, worst: worstOf(checks) };
}
