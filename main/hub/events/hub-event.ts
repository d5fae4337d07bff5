import { hubAuditEntry } from '../audit/hub-audit-entry.ts';

export type EventStream = 'audit' | 'outcome';

/**
 * What a SIEM is told: an entry of the hub's audit chain, or a command's new state. No name, id, number or address of a
 * visitor is in any: of people the audit chain has commitments only, and of a command its own id, as receipts bear it.
 * Ids of operators and stations are in both.
 */
export interface HubEvent {
  readonly stream: EventStream;
  /** Unique in its stream and growing: what comes twice is told by it. */
  readonly position: number;
  readonly at: string;
  readonly kind: string;
  readonly severity: 'notice' | 'warning';
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

/** Kinds of the audit chain that somebody should look at. */
const warnings: readonly string[] = [
  'station-revoked',
  'operator-revoked',
  'review-opened',
  'sweep-resumed',
  'failures-cleared',
  'feed-renewed',
];

/** An entry of the chain, with its hash, so that a SIEM can tell whether the chain it was sent is whole. */
export function auditEvent(row: {
  readonly sequence: number;
  readonly entry: string;
  readonly hash: string;
}): HubEvent {
  const entry = hubAuditEntry.parse(JSON.parse(row.entry));
  const { actor, at, facts, kind, previous, subject } = entry;
  return {
    stream: 'audit',
    position: row.sequence,
    at,
    kind,
    severity: warnings.includes(kind) ? 'warning' : 'notice',
    facts: { ...facts, actor: actor.type, actorId: actor.id, subject, hash: row.hash, previous },
  };
}

export interface OutcomeRow {
  readonly position: number;
  readonly at: Date;
  readonly command: string;
  readonly kind: string;
  readonly state: string;
  readonly ending: string | null;
  readonly refusal: string | null;
  readonly station: string;
  readonly operator: string;
}

export function outcomeEvent(row: OutcomeRow): HubEvent {
  const { at, command, ending, kind, operator, position, refusal, state, station } = row;
  return {
    stream: 'outcome',
    position,
    at: at.toISOString(),
    kind: `command-${state}`,
    severity: state === 'refused' || state === 'needs-review' ? 'warning' : 'notice',
    facts: { command, commandKind: kind, ending, refusal, station, operator },
  };
}
