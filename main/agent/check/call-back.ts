import { z } from 'zod';
import { instant } from '../../../preload/contract/models/base.ts';
import { callResult } from '../../../preload/contract/models/check.ts';
import type { ReadableDatabase, WritableDatabase } from '../ports.ts';

/** The calls of a case to the number on file. They survive a crash with the case. */
const callState = z.strictObject({
  attempts: z
    .array(
      z.strictObject({
        at: instant,
        /** The operator who called, by id. */
        by: z.string(),
        result: callResult,
        /** The last two digits that were dialled: another number on file since does not count as called. */
        numberEnds: z.string(),
      }),
    )
    .max(50),
});
export type CallState = z.infer<typeof callState>;
export type CallAttempt = CallState['attempts'][number];

/** How many calls of one case are remembered. */
const mostAttempts = 50;

export function callsOf(database: ReadableDatabase, caseId: string): readonly CallAttempt[] {
  const row = database.get<{ call: string }>('SELECT call FROM case_call WHERE case_id = ?', caseId);
  return row === undefined ? [] : callState.parse(JSON.parse(row.call)).attempts;
}

export function noteCall(database: WritableDatabase, caseId: string, attempt: CallAttempt): void {
  const attempts = [...callsOf(database, caseId), attempt].slice(-mostAttempts);
  database.run(
    `INSERT INTO case_call (case_id, call) VALUES (?, ?)
     ON CONFLICT (case_id) DO UPDATE SET call = excluded.call`,
    caseId,
    JSON.stringify(callState.parse({ attempts })),
  );
}

/** How long after the person was reached their answers may be recorded. */
export const callMs = 60 * 60_000;

/** The call on which answers may rest now: the last one, if it reached the person by the number on file, not long ago. */
export function standingCall(
  attempts: readonly CallAttempt[],
  numberEnds: string | null,
  now: Date,
): CallAttempt | null {
  const last = attempts.at(-1);
  if (last === undefined || last.result !== 'reached' || last.numberEnds !== numberEnds) return null;
  const age = now.getTime() - Date.parse(last.at);
  return age >= 0 && age <= callMs ? last : null;
}

/** The last two digits of a telephone number. */
export function numberEnds(number: string): string {
  return number.replaceAll(/\D/g, '').slice(-2);
}
