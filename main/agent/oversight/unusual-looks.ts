import { mostLooks, type UnusualLook, unusualLook } from '../../exchange/unusual-look.ts';
import type { AuditTrail, ReadableDatabase, WritableDatabase } from '../ports.ts';
import { readState, writeState } from '../store/station-state.ts';

const stateKey = 'unusual-looks';
const kept = unusualLook.array();

const auditKinds = { openings: 'openings-many', listings: 'people-listed-much' } as const;

/**
 * Records that an operator looked at unusually many people, in the trail (I8) and, for supervisors of all counters, where
 * it lies until the hub was told; the newest of them, should it never be reached.
 */
export function noteUnusualLook(
  database: WritableDatabase,
  audit: Pick<AuditTrail, 'append'>,
  look: UnusualLook,
): void {
  const { kind, operator, count } = look;
  const counted = kind === 'openings' ? { openings: count } : { people: count };
  audit.append(database, {
    kind: auditKinds[kind],
    actor: { type: 'operator', id: operator },
    subject: null,
    facts: { ...counted, minutes: 60 },
    detail: null,
  });
  writeState(database, stateKey, [...untoldLooks(database), look].slice(-mostLooks));
}

/** What the hub has not been told yet, the oldest first. */
export function untoldLooks(database: ReadableDatabase): readonly UnusualLook[] {
  return readState(database, stateKey, kept) ?? [];
}

/** The hub knows these; what was noted meanwhile stays. */
export function forgetToldLooks(database: WritableDatabase, told: readonly UnusualLook[]): void {
  const isTold = ({ kind, operator, at }: UnusualLook) =>
    told.some((one) => one.kind === kind && one.operator === operator && one.at === at);
  writeState(
    database,
    stateKey,
    untoldLooks(database).filter((look) => !isTold(look)),
  );
}
