import { z } from 'zod';
import type { Migration } from '../migrations.ts';

/**
 * What limits the lab session, the folder and processes it is known by, and the wipe that is owed. A session that is open
 * while the station is updated gets the fields that came new, and no limit that it did not open with.
 */
export const migration: Migration = {
  number: 7,
  name: 'session-limits',
  up(database) {
    database.run('ALTER TABLE lab_session ADD COLUMN limits TEXT');
    database.run('ALTER TABLE lab_session ADD COLUMN baseline TEXT');
    database.run(`CREATE TABLE lab_wipe (
      singleton INTEGER PRIMARY KEY CHECK (singleton = 1),
      person_id TEXT,
      login TEXT,
      session_id TEXT,
      baseline TEXT,
      boot TEXT,
      since TEXT NOT NULL,
      failed TEXT
    ) STRICT`);
    const row = database.get<{ session: string }>('SELECT session FROM lab_session');
    if (row === undefined) return;
    const before = z.looseObject({ endsAt: z.string() }).parse(JSON.parse(row.session));
    const after = {
      ...before,
      endsBecause: 'length',
      idleEndsAt: null,
      warnAt: new Date(Date.parse(before.endsAt) - 60_000).toISOString(),
      extensionsLeft: 0,
      lockedUntil: null,
      canLock: false,
      offline: false,
      message: null,
      tiles: [],
    };
    database.run('UPDATE lab_session SET session = ?', JSON.stringify(after));
  },
};
