import { z } from 'zod';
import type {
  AuditEntryInput,
  AuditTrail,
  ReadableDatabase,
  StationIdentity,
  Store,
  TrustedClock,
  WritableDatabase,
} from '../ports.ts';
import { readState } from '../store/station-state.ts';
import { keepCheckpoint, readKeptCheckpoint, signCheckpoint } from './audit-checkpoint.ts';
import { auditEntryHash, auditEntryText } from './audit-entry.ts';
import { createChainMemory, readHead } from './chain-memory.ts';
import { erasePersonKey, type PersonKey } from './person-keys.ts';
import { commitToPerson, sealDetail } from './sealed-detail.ts';

export interface ErasableAuditTrail extends AuditTrail {
  /**
   * Makes everything personal about a person unreadable for good: their key, and what was sealed under it. The chain
   * stays whole; it says that somebody was erased, and in how many places, not who.
   */
  erasePerson(database: WritableDatabase, personId: string): void;
}

/**
 * The station's audit trail (I8): a chain of entries, each naming the hash of the one before, in the transaction of what
 * it records. Visitors and subjects are in the chain as commitments only (I7).
 */
export function createAuditTrail(ports: {
  readonly store: Store;
  readonly clock: Pick<TrustedClock, 'now'>;
  readonly identity: StationIdentity;
}): ErasableAuditTrail {
  const chain = readChainId(ports.store.read);
  const recall = createChainMemory(ports.store, chain);

  function append(database: WritableDatabase, input: AuditEntryInput): void {
    const { actor, subject } = input;
    if (subject === null && input.detail !== null) throw new Error('personal detail needs a subject');
    const memory = recall(database);
    const { head } = memory;
    const sequence = head.sequence + 1;
    const visitor = actor.type === 'visitor' ? actor.id : null;
    const about = subject === null ? null : memory.person(subject);
    const acting = visitor === null ? null : memory.person(visitor);
    const commit = (role: 'actor' | 'subject', person: PersonKey | null, id: string | null) =>
      person === null || id === null ? null : commitToPerson(person.key, { chain, sequence, role }, id);
    const sealed = about === null || input.detail === null ? null : sealDetail(about.key, input.detail);
    const entry = auditEntryText({
      v: 1,
      chain,
      sequence,
      at: ports.clock.now().toISOString(),
      kind: input.kind,
      actor: {
        type: actor.type,
        id: actor.type === 'visitor' ? null : actor.id,
        commitment: commit('actor', acting, visitor),
      },
      subject: commit('subject', about, subject),
      facts: input.facts,
      detail: sealed?.commitment ?? null,
      previous: head.hash,
    });
    const hash = auditEntryHash(entry);
    database.run(
      `INSERT INTO audit_entry (sequence, entry, hash, actor_key, subject_key, subject_detail)
       VALUES (?, ?, ?, ?, ?, ?)`,
      sequence,
      entry,
      hash,
      acting?.number ?? null,
      about?.number ?? null,
      sealed?.sealed ?? null,
    );
    memory.appended({ sequence, hash });
  }

  return {
    append,

    checkpoint() {
      const enrolment = ports.identity.enrolment();
      const key = ports.identity.key();
      if (enrolment === null || key === null) return null;
      const head = readHead(ports.store.read, chain);
      const station = enrolment.station.id;
      const kept = readKeptCheckpoint(ports.store.read);
      if (typeof kept !== 'string' && kept.key.id === key.id) {
        const { payload } = kept;
        const same = payload.sequence === head.sequence && payload.hash === head.hash;
        if (same && payload.chain === chain && payload.station === station) return kept;
      }
      const at = ports.clock.now().toISOString();
      const made = signCheckpoint({ v: 1, station, chain, ...head, at }, key);
      ports.store.write((database) => keepCheckpoint(database, made));
      return made;
    },

    erasePerson(database, personId) {
      const mentions = erasePersonKey(database, personId);
      recall(database).forget(personId);
      if (mentions === null) return;
      append(database, {
        kind: 'person-erased',
        actor: { type: 'station', id: null },
        subject: null,
        facts: { mentions },
        detail: null,
      });
    },
  };
}

/** The id of the store's chain, made with the store. */
export function readChainId(database: ReadableDatabase): string {
  const chain = readState(database, 'audit-chain', z.uuid());
  if (chain === null) throw new Error('the store has no audit chain');
  return chain;
}
