import { randomBytes } from 'node:crypto';
import { ok, type Result, refuse } from '../../../../preload/contract/errors.ts';
import type { WipeProgress, WipeStatus } from '../../../../preload/contract/models/lab.ts';
import type { LabPolicy } from '../../../exchange/lab-policy.ts';
import type {
  AuditTrail,
  EventSink,
  PolicySource,
  Store,
  TrustedClock,
  WritableDatabase,
} from '../../ports.ts';
import type { StationBoot } from '../boot-moment.ts';
import type { SessionFolders } from '../session-folders.ts';
import { deleteOwedWipe, type OwedWipe, readOwedWipe, writeOwedWipe } from './owed-wipe.ts';
import { judgeWipe, wipeFacts } from './wipe-proof.ts';
import type { WipeJob, WipeReport } from './wipe-work.ts';

const politeMs = 2000;
const killMs = 5000;
const foldersMs = 10 * 60_000;

export interface StationWipe {
  status(): WipeStatus;
  /** Whether somebody may sign in: refuses with `session/still-wiping` or `session/wipe-failed`. */
  standing(): Result<null>;
  /** The same after at most so many milliseconds, sooner when the wipe is done sooner. */
  settled(withinMs: number): Promise<Result<null>>;
  /** Records in the transaction that ends a session what has to be wiped after it. */
  owe(database: WritableDatabase, owed: Omit<OwedWipe, 'since'>): void;
  /**
   * A command of the site failed for a session that ended meanwhile, and that the station can't do without: what is owed
   * for it will lock the station. Nothing after a boot, which such a command's work does not outlive.
   */
  lockFor(database: WritableDatabase, sessionId: string): void;
  /** Begins what is owed, once `after` is over. Answers at once: the work goes on in a process of its own. */
  begin(after?: Promise<unknown>): void;
  /** Tries anew what could not be wiped: IT has seen to it. */
  again(): void;
  /** Ends the work under way; it stays owed. */
  close(): Promise<void>;
}

/**
 * Sees that nothing of a session is left before the next. What is owed is stored with the session's end and forgotten
 * only with the proof in the audit trail, so that neither a crash nor a power cut skips it. What can't be wiped keeps the
 * station locked, over restarts too, until a later try succeeds.
 */
export function createStationWipe(ports: {
  readonly store: Store;
  readonly audit: AuditTrail;
  readonly clock: TrustedClock;
  readonly policy: PolicySource;
  readonly sink: EventSink;
  readonly boot: StationBoot;
  readonly folders: SessionFolders;
  /** Numeric id of the desktop account, null where its processes are not to be touched. */
  readonly account: number | null;
  /** The kiosk's own service, and where its account may write besides a session's folder. */
  readonly kioskSession?: { readonly service: string; readonly folders: readonly string[] } | null;
  /** Folders of the agent's own that no policy may have emptied. */
  readonly keep: readonly string[];
  readonly run: (
    job: WipeJob,
    signal: AbortSignal,
    onProgress: (progress: WipeProgress) => void,
  ) => Promise<WipeReport | null>;
  readonly onBug: (error: unknown) => void;
  /** Hears of each change, of how far a wipe is, and of what the last try found. */
  readonly onStatus?: (status: WipeStatus, report: WipeReport | null) => void;
}): StationWipe {
  const stopping = new AbortController();
  let owed = readOwedWipe(ports.store.read);
  let status: WipeStatus = {
    state: owed === null ? 'clean' : 'wiping',
    reason: null,
    since: owed?.since ?? ports.clock.now().toISOString(),
  };
  let working: Promise<void> | null = null;

  const become = (state: WipeStatus['state'], reason: WipeStatus['reason'], report: WipeReport | null) => {
    status = { state, reason, since: ports.clock.now().toISOString() };
    ports.onStatus?.(status, report);
    ports.sink.emit('wipe', status);
  };

  const standing = (): Result<null> => {
    if (status.state === 'clean') return ok(null);
    return refuse(status.state === 'wiping' ? 'session/still-wiping' : 'session/wipe-failed');
  };

  const jobFor = (wipe: OwedWipe, salt: Buffer): WipeJob => {
    const lab = labRules(ports.policy);
    const root = ports.folders.root();
    const sameBoot = wipe.boot !== null && wipe.boot === ports.boot.id;
    return {
      account: ports.account,
      // Of another boot nothing runs any more; with no boot id there is no saying what the numbers mean.
      baseline: sameBoot && wipe.baseline !== null ? [...wipe.baseline] : null,
      politeMs,
      killMs,
      person: wipe.person,
      hooks: [...(lab?.hooks ?? [])],
      sessionFolders: root === null ? [] : [root],
      wipedFolders: [...(lab?.wipedFolders ?? [])],
      keep: [...ports.keep],
      kioskService: ports.kioskSession?.service ?? null,
      desktopFolders: [...(ports.kioskSession?.folders ?? [])],
      salt: salt.toString('base64url'),
      foldersMs,
    };
  };

  const work = async (wipe: OwedWipe): Promise<void> => {
    const salt = randomBytes(32);
    const report = await ports.run(jobFor(wipe, salt), stopping.signal, (progress) => {
      if (status.state !== 'wiping') return;
      status = { ...status, progress };
      ports.onStatus?.(status, null);
      ports.sink.emit('wipe', status);
    });
    if (stopping.signal.aborted) return;
    const rebooted = wipe.boot !== null && ports.boot.id !== null && wipe.boot !== ports.boot.id;
    // What a command of the site locked stays locked until IT has seen to it, however clean the folders are.
    const reason = judgeWipe(report) ?? (wipe.failed === 'hook' ? 'hook' : null);
    ports.store.write((database) => {
      ports.audit.append(database, {
        kind: 'lab-wiped',
        actor: { type: 'station', id: null },
        subject: wipe.person?.id ?? null,
        facts: wipeFacts(wipe.person?.session ?? null, report, reason, rebooted),
        // Without it nobody can try names against the digests; erased with the person.
        detail: wipe.person === null ? null : { salt: salt.toString('base64url') },
      });
      if (reason === null) deleteOwedWipe(database);
      else writeOwedWipe(database, { ...wipe, failed: reason });
    });
    owed = reason === null ? null : { ...wipe, failed: reason };
    become(reason === null ? 'clean' : 'failed', reason, report);
  };

  const begin = (after: Promise<unknown> = Promise.resolve()): void => {
    if (owed === null || working !== null || stopping.signal.aborted) return;
    if (status.state !== 'wiping') become('wiping', null, null);
    working = after
      .then(async () => {
        if (owed !== null) await work(owed);
      })
      .catch((error: unknown) => {
        ports.onBug(error);
        become('failed', 'folder', null);
      })
      .finally(() => {
        working = null;
      });
  };

  return {
    status: () => status,
    standing,
    async settled(withinMs) {
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, withinMs);
      });
      if (working !== null) await Promise.race([working, patience]);
      clearTimeout(timer);
      return standing();
    },
    owe(database, wanted) {
      owed = { ...wanted, since: ports.clock.now().toISOString() };
      writeOwedWipe(database, owed);
    },
    lockFor(database, sessionId) {
      if (owed === null || owed.person?.session !== sessionId || owed.boot !== ports.boot.id) return;
      owed = { ...owed, failed: 'hook' };
      writeOwedWipe(database, owed);
    },
    begin,
    again() {
      if (status.state !== 'failed' || owed === null) return;
      owed = { ...owed, failed: null };
      begin();
    },
    async close() {
      stopping.abort();
      await working;
    },
  };
}

/** What the policy says of a session's traces. One that has run out still knows where they lie. */
function labRules(source: PolicySource): LabPolicy | null {
  const state = source.current();
  const readable =
    state.state === 'valid' || state.reason === 'policy-expired' || state.reason === 'policy-not-yet-valid';
  return readable ? (state.policy?.lab ?? null) : null;
}
