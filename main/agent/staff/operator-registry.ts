import { z } from 'zod';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { LocalizedText } from '../../../preload/contract/models/base.ts';
import {
  type OperatorCredential,
  type OperatorRecord,
  operatorRecord,
} from '../../exchange/operator-assertion.ts';
import type { PolicySource, ReadableDatabase, Store, TrustedClock, WritableDatabase } from '../ports.ts';
import { readState, writeState } from '../store/station-state.ts';

const asOfKey = 'operators-as-of';

/** Replaces the registry by the hub's; counters of credentials that stay are kept. */
export function replaceOperators(database: WritableDatabase, operators: readonly OperatorRecord[]): void {
  const counters = new Map(
    database
      .all<{ credential_id: string; counter: number }>(
        'SELECT credential_id, counter FROM operator_credential',
      )
      .map((row) => [row.credential_id, row.counter]),
  );
  database.run('DELETE FROM operator_credential');
  database.run('DELETE FROM operator');
  for (const operator of operators) {
    database.run('INSERT INTO operator (id, record) VALUES (?, ?)', operator.id, JSON.stringify(operator));
    for (const credential of operator.credentials) {
      database.run(
        'INSERT INTO operator_credential (credential_id, operator_id, counter) VALUES (?, ?, ?)',
        credential.id,
        operator.id,
        counters.get(credential.id) ?? 0,
      );
    }
  }
}

/** The hub confirmed that the registry was current at `asOf`. */
export function confirmRegistry(database: WritableDatabase, asOf: string): void {
  writeState(database, asOfKey, asOf);
}

/** Everyone in the registry, the revoked included. */
export function allOperators(database: ReadableDatabase): OperatorRecord[] {
  return database
    .all<{ record: string }>('SELECT record FROM operator ORDER BY id')
    .map((row) => operatorRecord.parse(JSON.parse(row.record)));
}

/** All operators that are not revoked. */
export function activeOperators(database: ReadableDatabase): OperatorRecord[] {
  return allOperators(database).filter((operator) => operator.revokedAt === null);
}

/** One operator who is not revoked, or null. */
export function activeOperator(database: ReadableDatabase, id: string): OperatorRecord | null {
  return activeOperators(database).find((operator) => operator.id === id) ?? null;
}

/** An operator's name as the registry has it, revoked or not; their id where it has none. */
export function operatorName(database: ReadableDatabase, id: string): LocalizedText {
  return allOperators(database).find((operator) => operator.id === id)?.name ?? { ja: id, en: id };
}

export interface RegisteredCredential {
  readonly operator: OperatorRecord;
  readonly credential: OperatorCredential;
  /** Highest signature counter that this station has seen. */
  readonly counter: number;
}

/** The active operator who owns a credential, or null. */
export function findCredential(
  database: ReadableDatabase,
  credentialId: string,
): RegisteredCredential | null {
  const row = database.get<{ record: string; counter: number }>(
    `SELECT operator.record, operator_credential.counter FROM operator_credential
     JOIN operator ON operator.id = operator_credential.operator_id WHERE credential_id = ?`,
    credentialId,
  );
  if (row === undefined) return null;
  const operator = operatorRecord.parse(JSON.parse(row.record));
  const credential = operator.credentials.find((one) => one.id === credentialId);
  if (credential === undefined || operator.revokedAt !== null) return null;
  return { operator, credential, counter: row.counter };
}

/** Remembers a credential's signature counter (WebAuthn Level 3 §7.2 step 22). */
export function recordCounter(database: WritableDatabase, credentialId: string, counter: number): void {
  database.run('UPDATE operator_credential SET counter = ? WHERE credential_id = ?', counter, credentialId);
}

/**
 * Whether the registry may still be used: there is one, the clock is trusted, and the hub confirmed it within the
 * policy's hours. Offline operator sign-in ends here (I10).
 */
export function registryUsable(ports: {
  readonly store: Store;
  readonly clock: TrustedClock;
  readonly policy: PolicySource;
}): Result<null> {
  const asOf = readState(ports.store.read, asOfKey, z.iso.datetime());
  if (asOf === null) return refuse('staff/registry-empty');
  const now = ports.clock.trusted();
  if (!now.ok) return now;
  const policy = ports.policy.current();
  if (policy.state === 'invalid') return refuse('policy/missing');
  const hours = policy.policy.operatorRegistry.maximumAgeHours;
  const age = now.value.getTime() - Date.parse(asOf);
  return age > hours * 3_600_000 ? refuse('staff/registry-too-old', { hours }) : ok(null);
}
