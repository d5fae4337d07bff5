import { z } from 'zod';
import { type CaseOutcome, caseOutcome } from '../../../preload/contract/models/shift.ts';
import { type VisitReason, visitReason } from '../../../preload/contract/models/visit.ts';
import type { ReadableDatabase, Store, WritableDatabase } from '../ports.ts';
import { readState, writeState } from '../store/station-state.ts';

/** A case as the audit trail tells of it. */
export interface LedgerCase {
  readonly caseId: string;
  readonly openedAt: string;
  readonly reason: VisitReason;
  readonly operator: string;
  readonly outcome: CaseOutcome;
  readonly outcomeAt: string | null;
  readonly avoided: boolean;
  readonly command: string | null;
  /** Whom it was about; null once the trail no longer leads to them. */
  readonly personId: string | null;
}

/** A command's stations on its way, as this counter heard of them. */
export interface LedgerCommand {
  readonly kind: string;
  readonly queuedAt: string;
  readonly answeredAt: string | null;
  readonly appliedAt: string | null;
}

export interface CaseLedger {
  /** Folds in what the trail says since the last time; all other answers are as of then. */
  catchUp(): void;
  /** Cases opened in `[from, to)`, the newest first, at most `limit`. */
  cases(from: string, to: string, limit: number): LedgerCase[];
  /** Commands that were queued, or still waited, in `[from, to)`. */
  commands(from: string, to: string): LedgerCommand[];
}

const stateKey = 'case-ledger';
const reached = z.strictObject({ sequence: z.number().int().nonnegative() });
const batch = 2000;
/** Entries of one call: a trail that was never read is read in several. */
const mostBatches = 25;

const entryRow = z.object({
  at: z.string(),
  kind: z.string(),
  actor: z.object({ id: z.string().nullable() }),
  facts: z.record(z.string(), z.unknown()),
});
type Entry = z.infer<typeof entryRow>;

const kinds = [
  'person-opened',
  'check-recorded',
  'case-advised',
  'case-decided',
  'case-signed-once',
  'case-closed',
  'case-taken-back',
  'command-queued',
  'command-state',
] as const;

/**
 * Follows the station's audit trail and keeps a line for each case and command (migration 0012). The trail is the one
 * source, so whatever room writes an entry need not know of this.
 */
export function createCaseLedger(ports: { readonly store: Store }): CaseLedger {
  const { store } = ports;
  return {
    catchUp() {
      let from = readState(store.read, stateKey, reached)?.sequence ?? 0;
      for (let turn = 0; turn < mostBatches; turn += 1) {
        const last = store.read.get<{ last: number | null }>(
          'SELECT max(sequence) AS last FROM audit_entry',
        )?.last;
        const to = Math.min(from + batch, last ?? 0);
        if (to <= from) return;
        const rows = store.read.all<{ sequence: number; entry: string }>(
          `SELECT sequence, entry FROM audit_entry
           WHERE sequence > ? AND sequence <= ?
             AND json_extract(entry, '$.kind') IN (${kinds.map(() => '?').join(', ')})
           ORDER BY sequence`,
          from,
          to,
          ...kinds,
        );
        store.write((database) => {
          for (const { sequence, entry } of rows) fold(database, sequence, entryRow.parse(JSON.parse(entry)));
          writeState(database, stateKey, { sequence: to });
        });
        from = to;
      }
    },

    cases: (from, to, limit) => readCases(store.read, from, to, limit),

    commands: (from, to) =>
      store.read.all<LedgerCommand>(
        `SELECT kind, queued_at AS queuedAt, answered_at AS answeredAt, applied_at AS appliedAt
         FROM command_ledger
         WHERE queued_at < ? AND (queued_at >= ? OR answered_at IS NULL OR answered_at >= ?)
         ORDER BY queued_at LIMIT 20000`,
        to,
        from,
        from,
      ),
  };
}

function readCases(database: ReadableDatabase, from: string, to: string, limit: number): LedgerCase[] {
  return database
    .all<{
      case_id: string;
      opened_at: string;
      reason: string;
      operator: string;
      outcome: string;
      outcome_at: string | null;
      avoided: number;
      command: string | null;
      person_id: string | null;
    }>(
      `SELECT case_ledger.*, audit_person_key.person_id FROM case_ledger
       LEFT JOIN audit_entry ON audit_entry.sequence = opened_sequence
       LEFT JOIN audit_person_key ON audit_person_key.number = audit_entry.subject_key
       WHERE opened_at >= ? AND opened_at < ? ORDER BY opened_at DESC, case_id LIMIT ?`,
      from,
      to,
      limit,
    )
    .map((row) => ({
      caseId: row.case_id,
      openedAt: row.opened_at,
      reason: visitReason.parse(row.reason),
      operator: row.operator,
      outcome: caseOutcome.parse(row.outcome),
      outcomeAt: row.outcome_at,
      avoided: row.avoided === 1,
      command: row.command,
      personId: row.person_id,
    }));
}

/** An entry's words as they are; null for one that an older program wrote without it. */
function fact(entry: Entry, name: string): string | null {
  const value = entry.facts[name];
  return typeof value === 'string' ? value : null;
}

function fold(database: WritableDatabase, sequence: number, entry: Entry): void {
  const { at, kind } = entry;
  const [caseId, command] = [fact(entry, 'case'), fact(entry, 'command')];
  switch (kind) {
    case 'person-opened': {
      const reason = visitReason.safeParse(entry.facts.reason);
      if (caseId === null || !reason.success) return;
      database.run(
        `INSERT INTO case_ledger (case_id, opened_sequence, opened_at, reason, operator, outcome)
         VALUES (?, ?, ?, ?, ?, 'open') ON CONFLICT (case_id) DO NOTHING`,
        caseId,
        sequence,
        at,
        reason.data,
        entry.actor.id ?? '',
      );
      return;
    }
    case 'check-recorded':
      if (fact(entry, 'outcome') === 'failed') settle(database, caseId, 'check-failed', at);
      return;
    case 'case-advised':
      settle(database, caseId, 'advised', at);
      if (caseId !== null && entry.facts.avoided === true)
        database.run('UPDATE case_ledger SET avoided = 1 WHERE case_id = ?', caseId);
      return;
    case 'case-decided':
      database.run('UPDATE case_ledger SET command = ? WHERE case_id = ?', command, caseId);
      return;
    case 'case-signed-once':
      database.run(
        `UPDATE case_ledger SET outcome = 'waiting', command = ? WHERE case_id = ? AND outcome = 'open'`,
        command,
        caseId,
      );
      return;
    case 'case-closed':
      settle(database, caseId, 'closed', at);
      return;
    case 'case-taken-back':
      database.run(
        `UPDATE case_ledger SET outcome = 'open', outcome_at = NULL WHERE case_id = ? AND outcome = 'closed'`,
        caseId,
      );
      return;
    case 'command-queued':
      if (command === null) return;
      database.run(
        `UPDATE case_ledger SET outcome = 'queued', outcome_at = ?
         WHERE command = ? AND outcome IN ('open', 'waiting')`,
        at,
        command,
      );
      database.run(
        `INSERT INTO command_ledger (command, kind, queued_at) VALUES (?, ?, ?) ON CONFLICT (command) DO NOTHING`,
        command,
        fact(entry, 'kind') ?? 'suspend',
        at,
      );
      return;
    case 'command-state': {
      const state = fact(entry, 'state');
      database.run(
        'UPDATE command_ledger SET answered_at = coalesce(answered_at, ?) WHERE command = ?',
        at,
        command,
      );
      if (state === 'applied' || state === 'propagating')
        database.run(
          'UPDATE command_ledger SET applied_at = coalesce(applied_at, ?) WHERE command = ?',
          at,
          command,
        );
      return;
    }
    default:
      return;
  }
}

/** A case has one outcome: whatever is written of it later only clears the desk. */
function settle(database: WritableDatabase, caseId: string | null, outcome: CaseOutcome, at: string): void {
  database.run(
    `UPDATE case_ledger SET outcome = ?, outcome_at = ? WHERE case_id = ? AND outcome IN ('open', 'waiting')`,
    outcome,
    at,
    caseId,
  );
}
