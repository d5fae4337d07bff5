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
import { auditEntryHash, auditEntryText, chainBeginning } from './audit-entry.ts';
import { erasePersonKey, type PersonKey, personKey } from './person-keys.ts';
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

  function append(database: WritableDatabase, input: AuditEntryInput): void {
    const { actor, subject } = input;
    if (subject === null && input.detail !== null) throw new Error('personal detail needs a subject');
    const { head, person } = readHeadAndPerson(database, chain, subject);
    const sequence = head.sequence + 1;
    const visitor = actor.type === 'visitor' ? actor.id : null;
    const about = subject === null ? null : (person ?? personKey(database, subject));
    const acting = visitor === null ? null : visitor === subject ? about : personKey(database, visitor);
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
    database.run(
      `INSERT INTO audit_entry (sequence, entry, hash, actor_key, subject_key, subject_detail)
       VALUES (?, ?, ?, ?, ?, ?)`,
      sequence,
      entry,
      auditEntryHash(entry),
      acting?.number ?? null,
      about?.number ?? null,
      sealed?.sealed ?? null,
    );
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

/** What every append starts from, in one reading: the chain's head, and the subject's key where there is one already. */
function readHeadAndPerson(database: ReadableDatabase, chain: string, subject: string | null) {
  const row = database.get<{
    sequence: number | null;
    hash: string | null;
    number: number | null;
    key: Uint8Array | null;
  }>(
    `SELECT sequence, hash, number, key FROM (SELECT max(sequence) AS last FROM audit_entry)
     LEFT JOIN audit_entry ON sequence = last LEFT JOIN audit_person_key ON person_id = ?`,
    subject,
  );
  const { sequence = null, hash = null, number = null, key = null } = row ?? {};
  const person: PersonKey | null = number === null || key === null ? null : { number, key };
  const head =
    sequence === null || hash === null ? { sequence: 0, hash: chainBeginning(chain) } : { sequence, hash };
  return { head, person };
}

/** The last entry's number and hash; 0 and the chain's beginning when there is none yet. */
function readHead(
  database: ReadableDatabase,
  chain: string,
): { readonly sequence: number; readonly hash: string } {
  const last = database.get<{ sequence: number; hash: string }>(
    'SELECT sequence, hash FROM audit_entry ORDER BY sequence DESC LIMIT 1',
  );
  return last ?? { sequence: 0, hash: chainBeginning(chain) };
}
