import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  AuditEntryInput,
  AuditTrail,
  EventSink,
  StationIdentity,
  Store,
  TrustedClock,
} from '../../../main/agent/ports.ts';
import type { StationBoot } from '../../../main/agent/session/boot-moment.ts';
import { openStore } from '../../../main/agent/store/encrypted-database.ts';
import { migrations } from '../../../main/agent/store/migration-list.ts';
import { exportPublicJwk, generateSigningKey } from '../../../main/exchange/signing-key.ts';
import type { EnrolmentDocument } from '../../../main/exchange/station-documents.ts';
import { ok, refuse } from '../../../preload/contract/errors.ts';
import { tuesdayMorning } from '../policy/exempt-question.ts';

/** A folder for one encrypted store, which can be opened at any version of its schema. */
export function createStoreFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-sign-in-'));
  const key = randomBytes(32);
  return {
    open(version = Number.POSITIVE_INFINITY): Store {
      const steps = migrations.filter(({ number }) => number <= version);
      const opened = openStore({ path: join(folder, 'store', 'station.db'), key, migrations: steps });
      if (!opened.ok) throw new Error(opened.refusal.code);
      return opened.value;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A new encrypted store; closing it removes it. */
export function openTestStore(): Store {
  const folder = createStoreFolder();
  const store = folder.open();
  return {
    ...store,
    close() {
      store.close();
      folder.remove();
    },
  };
}

/** Everything that lies in the store, as text. */
export function storedText(store: Store): string {
  const tables = store.read.all<{ name: string }>(`SELECT name FROM sqlite_master WHERE type = 'table'`);
  return JSON.stringify(tables.map(({ name }) => store.read.all(`SELECT * FROM "${name}"`)));
}

/** A clock and a machine that a test moves. Time passes for both; only a test lies about the clock. */
export function createTestTime() {
  let nowMs = Date.parse(tuesdayMorning);
  let trusted = true;
  let uptimeMs = 3_600_000;
  let bootNumber = 1;
  const clock: TrustedClock = {
    now: () => new Date(nowMs),
    status: () => ({
      trusted,
      now: new Date(nowMs).toISOString(),
      confirmedAt: null,
      ...(trusted ? {} : { reason: 'disagrees-with-monotonic' as const }),
    }),
    trusted: () => (trusted ? ok(new Date(nowMs)) : refuse('clock/untrusted')),
    confirm: () => undefined,
    noteEvent: () => undefined,
  };
  const boot: StationBoot = {
    get id() {
      return `boot-${bootNumber}`;
    },
    uptimeMs: () => uptimeMs,
  };
  return {
    clock,
    boot,
    monotonicMs: () => uptimeMs,
    pass(seconds: number) {
      nowMs += seconds * 1000;
      uptimeMs += seconds * 1000;
    },
    /** Somebody sets the wall clock: it is no longer believed. */
    setClock(bySeconds: number) {
      nowMs += bySeconds * 1000;
      trusted = false;
    },
    trust(believed: boolean) {
      trusted = believed;
    },
    /** Off and on again at once; the clock must be confirmed anew. */
    reboot() {
      bootNumber += 1;
      uptimeMs = 0;
      trusted = false;
    },
  };
}

export type TestTime = ReturnType<typeof createTestTime>;

/** An audit trail that keeps its entries for the test. */
export function createTestAudit(): AuditTrail & { readonly entries: AuditEntryInput[] } {
  const entries: AuditEntryInput[] = [];
  return {
    entries,
    append: (_database, entry) => {
      entries.push(entry);
    },
    checkpoint: () => null,
  };
}

export function createTestSink(): EventSink & { readonly emitted: [string, unknown][] } {
  const emitted: [string, unknown][] = [];
  return { emitted, emit: (name, event) => emitted.push([name, event]) };
}

/** The enrolment of lab workstation `pc-101`, and the key that signs its policy. */
export function createTestIdentity() {
  const policyKey = generateSigningKey();
  const spareKey = generateSigningKey();
  const stationKey = generateSigningKey();
  const enrolment: EnrolmentDocument = {
    v: 1,
    institution: { id: 'example-u', name: { ja: '例大学', en: 'Example University' } },
    station: {
      id: 'st-1',
      name: 'pc-101',
      kind: 'lab',
      label: { ja: '101', en: '101' },
      publicKey: exportPublicJwk(stationKey),
    },
    rpId: 'madoguchi.example.ac.jp',
    policyKeys: [exportPublicJwk(spareKey), exportPublicJwk(policyKey)],
    hubKey: exportPublicJwk(generateSigningKey()),
    profile: 'example',
    provider: { kind: 'simulated', simulated: true },
    production: false,
    issuedAt: tuesdayMorning,
  };
  let current: EnrolmentDocument | null = enrolment;
  const identity: StationIdentity = { enrolment: () => current, key: () => stationKey };
  return {
    identity,
    enrolment,
    policyKey,
    spareKey,
    enrol(document: EnrolmentDocument | null) {
      current = document;
    },
  };
}
