import { z } from 'zod';
import type { WipeStatus } from '../../../../preload/contract/models/lab.ts';
import type { ReadableDatabase, WritableDatabase } from '../../ports.ts';
import { type ProcessMark, processMarks } from '../desktop-processes.ts';

/** A wipe that has to be done before anybody may sign in; kept until its proof is in the audit trail. */
export interface OwedWipe {
  /** Null after a crash that left traces of nobody known. */
  readonly person: { readonly id: string; readonly login: string; readonly session: string } | null;
  readonly baseline: readonly ProcessMark[] | null;
  /** The boot in which the session ran: after another none of its processes lives. */
  readonly boot: string | null;
  readonly since: string;
  readonly failed: WipeStatus['reason'];
}

interface OwedRow {
  readonly person_id: string | null;
  readonly login: string | null;
  readonly session_id: string | null;
  readonly baseline: string | null;
  readonly boot: string | null;
  readonly since: string;
  readonly failed: string | null;
}

const failedReason = z.enum(['folder', 'process', 'hook']).nullable();

export function readOwedWipe(database: ReadableDatabase): OwedWipe | null {
  const row = database.get<OwedRow>('SELECT * FROM lab_wipe');
  if (row === undefined) return null;
  const { person_id: id, login, session_id: session } = row;
  return {
    person: id === null || login === null || session === null ? null : { id, login, session },
    baseline: row.baseline === null ? null : processMarks.parse(JSON.parse(row.baseline)),
    boot: row.boot,
    since: row.since,
    failed: failedReason.parse(row.failed),
  };
}

/** Puts it in the place of any other. */
export function writeOwedWipe(database: WritableDatabase, owed: OwedWipe): void {
  database.run('DELETE FROM lab_wipe');
  database.run(
    `INSERT INTO lab_wipe (singleton, person_id, login, session_id, baseline, boot, since, failed)
     VALUES (1, ?, ?, ?, ?, ?, ?, ?)`,
    owed.person?.id ?? null,
    owed.person?.login ?? null,
    owed.person?.session ?? null,
    owed.baseline === null ? null : JSON.stringify(owed.baseline),
    owed.boot,
    owed.since,
    owed.failed,
  );
}

/** Forgets it, and with it whom it was about. */
export function deleteOwedWipe(database: WritableDatabase): void {
  database.run('DELETE FROM lab_wipe');
}
