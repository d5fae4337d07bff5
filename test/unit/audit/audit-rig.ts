import { auditRows } from '../../../main/agent/audit/audit-rows.ts';
import { createAuditTrail, readChainId } from '../../../main/agent/audit/audit-trail.ts';
import type { StoredAuditEntry } from '../../../main/agent/audit/verify-audit-chain.ts';
import type { AuditEntryInput, Store } from '../../../main/agent/ports.ts';
import { inspectStore } from '../../../main/agent/store/encrypted-database.ts';
import { createIdentity, createStoreFolder } from '../store/store-folder.ts';

/** A store with an audit trail whose entries are of every shape: with and without persons and detail. */
export function createAuditRig() {
  const folder = createStoreFolder();
  const identity = createIdentity();
  let time = Date.parse('2026-05-01T09:00:00.000Z');
  const open = () => {
    const store = folder.open();
    const now = () => {
      time += 1000;
      return new Date(time);
    };
    return { store, audit: createAuditTrail({ store, clock: { now }, identity }) };
  };
  return {
    folder,
    identity,
    open,
    /** What lies in the store's chain, read as the verification reads it. */
    rows(): { chain: string; entries: StoredAuditEntry[] } {
      const inspected = inspectStore({ path: folder.path, key: folder.key });
      if (!inspected.ok) throw new Error(JSON.stringify(inspected.refusal));
      const store = inspected.value;
      const rows = { chain: readChainId(store.read), entries: [...auditRows(store)] };
      store.close();
      return rows;
    },
  };
}

export type AuditRig = ReturnType<typeof createAuditRig>;

/** The `index`th of a series of different entries. */
export function sampleEntry(index: number): AuditEntryInput {
  const person = `person-${index % 5}`;
  const base = { facts: { case: `case-${index}`, count: index }, detail: null } as const;
  switch (index % 4) {
    case 0:
      return { ...base, kind: 'agent-started', actor: { type: 'station', id: null }, subject: null };
    case 1:
      return { ...base, kind: 'lab-signed-in', actor: { type: 'visitor', id: person }, subject: person };
    case 2:
      return {
        ...base,
        kind: 'check-recorded',
        actor: { type: 'operator', id: 'operator-1' },
        subject: person,
        detail: { lastFour1: '4711', note: '山田 太郎' },
      };
    default:
      return { ...base, kind: 'person-opened', actor: { type: 'visitor', id: 'person-9' }, subject: person };
  }
}

export function appendSamples(
  rig: { store: Store; audit: ReturnType<typeof createAuditTrail> },
  count: number,
): void {
  for (let index = 0; index < count; index += 1) {
    rig.store.write((database) => rig.audit.append(database, sampleEntry(index)));
  }
}
