import type { Migration } from '../migrations.ts';

/** Signed commands in the order in which they were queued. Rows are never deleted. */
export const migration: Migration = {
  number: 3,
  name: 'outbox',
  up(database) {
    database.run(`CREATE TABLE outbox_command (
      position INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      kind TEXT NOT NULL CHECK (kind IN ('suspend', 'resume')),
      person_id TEXT NOT NULL,
      person TEXT NOT NULL,
      operator TEXT NOT NULL,
      envelope TEXT NOT NULL,
      state TEXT NOT NULL,
      ending TEXT CHECK ((ending IS NOT NULL) = (state = 'ended')),
      refusal TEXT,
      until TEXT,
      queued_at TEXT NOT NULL,
      state_at TEXT NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      next_attempt_at INTEGER NOT NULL DEFAULT 0,
      last_error TEXT
    ) STRICT`);
    // Serves what waits (`queued`, in a person's order) as well as everything of one person, state by state.
    database.run('CREATE INDEX outbox_command_state ON outbox_command (state, person_id)');
  },
};
