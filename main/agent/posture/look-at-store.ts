import { uptime } from 'node:os';
import { z } from 'zod';
import { type KioskPosture, kioskPosture } from '../../../preload/contract/models/kiosk.ts';
import type { ClockStatus } from '../../../preload/contract/models/station.ts';
import type { EnrolmentDocument } from '../../exchange/station-documents.ts';
import { readKeptCheckpoint } from '../audit/audit-checkpoint.ts';
import { auditRows } from '../audit/audit-rows.ts';
import { readChainId } from '../audit/audit-trail.ts';
import { type StoredAuditEntry, verifyAuditChain } from '../audit/verify-audit-chain.ts';
import { createTrustedClock } from '../clock/trusted-clock.ts';
import { readStationIdentity } from '../enrolment/station-identity.ts';
import { createPeopleReplica } from '../people/people-replica.ts';
import { createPolicyBundle } from '../policy/policy-bundle.ts';
import type { PolicyState, Store } from '../ports.ts';
import { readOwedWipe } from '../session/wipe/owed-wipe.ts';
import { inspectStore, type StoreInspection } from '../store/encrypted-database.ts';
import { storePaths } from '../store/open-store.ts';
import { readState } from '../store/station-state.ts';
import { StoreFailure } from '../store/store-failure.ts';
import { loadStoreKey } from '../store/store-key.ts';
import { type HubWord, readHubWord } from './hub-word.ts';
import type { ChainSight } from './judge-station.ts';

export type KeyProtection = 'systemd-credential' | 'key-file' | 'open-to-others';

/** Everything that the store says of its station, read at one moment without changing anything. */
export interface StoreContent {
  readonly enrolment: EnrolmentDocument | null;
  readonly hubUrl: string | null;
  readonly hubWord: HubWord | null;
  readonly clock: ClockStatus;
  readonly now: Date;
  readonly policy: PolicyState;
  readonly queue: { readonly waiting: number; readonly oldest: string | null };
  readonly replica: { readonly people: number; readonly updatedAt: string | null };
  readonly registry: { readonly asOf: string | null; readonly operators: number };
  readonly wipe: { readonly owed: boolean; readonly reason: string | null };
  readonly kiosk: KioskPosture | null;
  readonly chain: ChainSight;
  /** The chain's first entry is younger than the machine's start. */
  readonly newSinceBoot: boolean;
}

export type StoreLook =
  | { readonly opens: true; readonly protection: KeyProtection; readonly content: StoreContent }
  | { readonly opens: false; readonly protection: KeyProtection | null; readonly reason: string };

/** Opens the store beside a running agent and reads it. The chain is verified for at most `chainMs`. */
export function lookAtStore(stateFolder: string, chainMs: number): StoreLook {
  const { storePath, keyPath } = storePaths(stateFolder);
  const key = loadStoreKey({
    keyPath,
    credentialsDirectory: process.env.CREDENTIALS_DIRECTORY,
    create: false,
  });
  if (!key.ok) {
    const reason = String(key.refusal.parameters?.reason ?? key.refusal.code);
    return { opens: false, protection: reason === 'key-open-to-others' ? 'open-to-others' : null, reason };
  }
  const { protection } = key.value;
  const opened = inspectStore({ path: storePath, key: key.value.bytes });
  if (!opened.ok) {
    return {
      opens: false,
      protection,
      reason: String(opened.refusal.parameters?.reason ?? opened.refusal.code),
    };
  }
  try {
    return { opens: true, protection, content: readContent(opened.value, chainMs) };
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    return {
      opens: false,
      protection,
      reason: String(error.refusal.parameters?.reason ?? error.refusal.code),
    };
  } finally {
    opened.value.close();
  }
}

function readContent(inspection: StoreInspection, chainMs: number): StoreContent {
  const { read } = inspection;
  const store: Store = {
    read,
    write: () => {
      throw new Error('doctor writes nothing');
    },
    undone: () => 0,
    close: () => undefined,
  };
  const identity = readStationIdentity(store);
  const clock = createTrustedClock({
    store,
    maximumAgeHours: () => {
      const current = policy.current();
      return current.state === 'valid' ? current.policy.clock.maximumAgeHours : null;
    },
  });
  const audit = { append: () => undefined, checkpoint: () => null };
  const policy = createPolicyBundle({ store, audit, clock, identity });
  const queue = read.get<{ waiting: number; oldest: string | null }>(
    `SELECT count(*) AS waiting, min(queued_at) AS oldest FROM outbox_command WHERE state = 'queued'`,
  );
  const operators = read.get<{ count: number }>('SELECT count(*) AS count FROM operator');
  const owed = readOwedWipe(read);
  return {
    enrolment: identity.enrolment(),
    hubUrl: identity.hubUrl(),
    hubWord: readHubWord(read),
    clock: clock.status(),
    now: clock.now(),
    policy: policy.current(),
    queue: { waiting: queue?.waiting ?? 0, oldest: queue?.oldest ?? null },
    replica: createPeopleReplica({ store, clock }).status(),
    registry: {
      asOf: readState(read, 'operators-as-of', z.iso.datetime()),
      operators: operators?.count ?? 0,
    },
    wipe: { owed: owed !== null, reason: owed?.failed ?? null },
    kiosk: readState(read, 'kiosk-posture', kioskPosture),
    chain: lookAtChain(inspection, chainMs),
    newSinceBoot: isNewSinceBoot(inspection),
  };
}

class TimeIsUp extends Error {}

function lookAtChain(inspection: StoreInspection, chainMs: number): ChainSight {
  const deadline = performance.now() + chainMs;
  let entries = 0;
  const bounded = function* (): IterableIterator<StoredAuditEntry> {
    for (const row of auditRows(inspection)) {
      if (entries % 64 === 0 && performance.now() > deadline) throw new TimeIsUp();
      entries += 1;
      yield row;
    }
  };
  const kept = readKeptCheckpoint(inspection.read);
  if (kept === 'forged') return { result: 'broken', sequence: 1, problem: 'checkpoint-forged' };
  const checkpoints = kept === 'none' ? [] : [{ keptBy: 'station' as const, payload: kept.payload }];
  try {
    const verdict = verifyAuditChain({
      chain: readChainId(inspection.read),
      entries: bounded(),
      checkpoints,
    });
    return verdict.whole
      ? { result: 'whole', entries: verdict.entries }
      : { result: 'broken', sequence: verdict.sequence, problem: verdict.problem };
  } catch (error) {
    if (error instanceof TimeIsUp) return { result: 'unfinished', entries };
    if (error instanceof StoreFailure)
      return { result: 'broken', sequence: entries + 1, problem: 'unreadable' };
    throw error;
  }
}

function isNewSinceBoot(inspection: StoreInspection): boolean {
  for (const { entry } of inspection.rows<{ entry: string }>(
    'SELECT entry FROM audit_entry ORDER BY sequence LIMIT 1',
  )) {
    const first = z.object({ at: z.iso.datetime() }).safeParse(JSON.parse(entry));
    return first.success && Date.parse(first.data.at) >= Date.now() - uptime() * 1000;
  }
  return false;
}
