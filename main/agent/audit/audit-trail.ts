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
import { erasePersonKey, personKey } from './person-keys.ts';
import { sealDetail } from './sealed-detail.ts';

export interface ErasableAuditTrail extends AuditTrail {
  /**
   * Makes everything personal about a person unreadable for good: their key, what was sealed under it, and with it the
   * salts of the chain's commitments. The chain stays whole, and says that somebody was erased, not who.
   */
  erasePerson(database: WritableDatabase, personId: string): void;
}

/**
 * The station's audit trail (I8): a chain of entries, each naming the hash of the one before, in the transaction of what
 * it records. Visitors and subjects are in the chain as salted commitments only (I7).
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
    const head = readHead(database, chain);
    const sequence = head.sequence + 1;
    /** Each seal has a salt of its own, so that erasing one person takes nothing from another and leaves nothing. */
    const seal = (role: 'actor' | 'subject', personId: string, detail: AuditEntryInput['detail']) => {
      const { number, key } = personKey(database, personId);
      return { number, ...sealDetail(key, { chain, sequence, role }, { personId, detail }) };
    };
    const visitor = actor.type === 'visitor' ? actor.id : null;
    const about = subject === null ? null : seal('subject', subject, input.detail);
    const acting = visitor === null || visitor === subject ? null : seal('actor', visitor, null);
    const entry = auditEntryText({
      v: 1,
      chain,
      sequence,
      at: ports.clock.now().toISOString(),
      kind: input.kind,
      actor: {
        type: actor.type,
        id: actor.type === 'visitor' ? null : actor.id,
        // A visitor who acts for themselves bears the subject's commitment.
        commitment: visitor === null ? null : ((acting ?? about)?.commitment ?? null),
      },
      subject: about?.commitment ?? null,
      facts: input.facts,
      previous: head.hash,
    });
    database.run(
      `INSERT INTO audit_entry (sequence, entry, hash, actor_key, actor_sealed, subject_key, subject_sealed)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      sequence,
      entry,
      auditEntryHash(entry),
      acting?.number ?? null,
      acting?.sealed ?? null,
      about?.number ?? null,
      about?.sealed ?? null,
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
      const details = erasePersonKey(database, personId);
      if (details === null) return;
      append(database, {
        kind: 'person-erased',
        actor: { type: 'station', id: null },
        subject: null,
        facts: { details },
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

/** The last entry's number and hash; 0 and the chain's beginning when there is none yet. */
function readHead(
  database: ReadableDatabase,
  chain: string,
): { readonly sequence: number; readonly hash: string } {
  const row = database.get<{ sequence: number; hash: Buffer }>(
    'SELECT sequence, hash FROM audit_entry ORDER BY sequence DESC LIMIT 1',
  );
  return row === undefined
    ? { sequence: 0, hash: chainBeginning(chain) }
    : { sequence: row.sequence, hash: row.hash.toString('base64url') };
}
