import { z } from 'zod';
import type { ReadableDatabase, WritableDatabase } from '../ports.ts';
import { clearState, readState, writeState } from '../store/station-state.ts';

const underWay = 'lab-preparation';

/**
 * The session for which commands of the site are under way that it can't do without, or null. An agent that finds it at
 * its start was ended before it heard how they went.
 */
export function readPreparationMark(database: ReadableDatabase): string | null {
  return readState(database, underWay, z.string());
}

/** Written in the transaction that opens the session. */
export function writePreparationMark(database: WritableDatabase, sessionId: string): void {
  writeState(database, underWay, sessionId);
}

/** Forgets it, with what came of the commands. */
export function deletePreparationMark(database: WritableDatabase): void {
  clearState(database, underWay);
}
