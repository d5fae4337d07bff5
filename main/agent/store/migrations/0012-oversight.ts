import type { Migration } from '../migrations.ts';

/**
 * What the audit trail says of cases and commands, folded into a line each: it can be told anew from the trail, holds
 * nobody, and finds a case's person only by the trail, as long as that does. Beside it, hand-overs from shift to shift.
 */
export const migration: Migration = {
  number: 12,
  name: 'oversight',
  up(database) {
    database.run(`CREATE TABLE case_ledger (
      case_id TEXT PRIMARY KEY,
      opened_sequence INTEGER NOT NULL,
      opened_at TEXT NOT NULL,
      reason TEXT NOT NULL,
      operator TEXT NOT NULL,
      outcome TEXT NOT NULL CHECK (outcome IN ('open', 'waiting', 'queued', 'advised', 'check-failed', 'closed')),
      outcome_at TEXT,
      avoided INTEGER NOT NULL DEFAULT 0 CHECK (avoided IN (0, 1)),
      command TEXT
    ) STRICT, WITHOUT ROWID`);
    database.run('CREATE INDEX case_ledger_opened ON case_ledger (opened_at)');
    database.run('CREATE INDEX case_ledger_command ON case_ledger (command) WHERE command IS NOT NULL');
    database.run(`CREATE TABLE command_ledger (
      command TEXT PRIMARY KEY,
      kind TEXT NOT NULL,
      queued_at TEXT NOT NULL,
      answered_at TEXT,
      applied_at TEXT
    ) STRICT, WITHOUT ROWID`);
    database.run('CREATE INDEX command_ledger_queued ON command_ledger (queued_at)');
    database.run(`CREATE TABLE shift_hand_over (
      id TEXT PRIMARY KEY,
      content TEXT NOT NULL,
      given_by TEXT NOT NULL,
      given_at TEXT NOT NULL,
      taken_by TEXT,
      taken_at TEXT,
      assertion TEXT,
      withdrawn_at TEXT,
      CHECK ((taken_by IS NULL) = (taken_at IS NULL) AND (taken_by IS NULL) = (assertion IS NULL)),
      CHECK (taken_at IS NULL OR withdrawn_at IS NULL)
    ) STRICT, WITHOUT ROWID`);
    database.run('CREATE INDEX shift_hand_over_given ON shift_hand_over (given_at)');
  },
};
