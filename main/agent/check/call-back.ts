import { z } from 'zod';
import { instant } from '../../../preload/contract/models/base.ts';
import { callResult, waitingReference } from '../../../preload/contract/models/check.ts';
import { pageKey } from '../../exchange/waiting-page.ts';
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
  /** The caller's waiting page, once they read its reference out. */
  page: z.strictObject({ reference: waitingReference, key: pageKey, openedAt: instant }).optional(),
});
export type CallState = z.infer<typeof callState>;
export type CallAttempt = CallState['attempts'][number];

/** How many calls of one case are remembered. */
const mostAttempts = 50;

/** The caller's page that belongs to a case, with the key to which it alone can open. */
export type CallerPage = NonNullable<CallState['page']>;

export function callsOf(database: ReadableDatabase, caseId: string): readonly CallAttempt[] {
  return stateOf(database, caseId).attempts;
}

/** The caller's waiting page that was joined to a case; null for none. */
export function callerPageOf(database: ReadableDatabase, caseId: string): CallerPage | null {
  return stateOf(database, caseId).page ?? null;
}

function stateOf(database: ReadableDatabase, caseId: string): CallState {
  const row = database.get<{ call: string }>('SELECT call FROM case_call WHERE case_id = ?', caseId);
  return row === undefined ? { attempts: [] } : callState.parse(JSON.parse(row.call));
}

export function noteCall(database: WritableDatabase, caseId: string, attempt: CallAttempt): void {
  const state = stateOf(database, caseId);
  keep(database, caseId, { ...state, attempts: [...state.attempts, attempt].slice(-mostAttempts) });
}

/** Joins the caller's page to a case, in place of any other; null for none. */
export function keepCallerPage(database: WritableDatabase, caseId: string, page: CallerPage | null): void {
  const { attempts } = stateOf(database, caseId);
  keep(database, caseId, page === null ? { attempts } : { attempts, page });
}

function keep(database: WritableDatabase, caseId: string, state: CallState): void {
  database.run(
    `INSERT INTO case_call (case_id, call) VALUES (?, ?)
     ON CONFLICT (case_id) DO UPDATE SET call = excluded.call`,
    caseId,
    JSON.stringify(callState.parse(state)),
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
