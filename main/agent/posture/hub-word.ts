import { z } from 'zod';
import type { ReadableDatabase, WritableDatabase } from '../ports.ts';
import { readState, writeState } from '../store/station-state.ts';

const stateKey = 'hub-word';

/** What the hub last said of this station's past: kept, so that doctor can say it without a hub. */
export const hubWord = z.strictObject({
  word: z.enum(['as-known', 'rolled-back', 'tampered', 'contested']),
  /** How often the station's state went back, as far as the hub knows. */
  rollbacks: z.number().int().nonnegative(),
});
export type HubWord = z.infer<typeof hubWord>;

export function readHubWord(database: ReadableDatabase): HubWord | null {
  return readState(database, stateKey, hubWord);
}

export function writeHubWord(database: WritableDatabase, word: HubWord): void {
  writeState(database, stateKey, hubWord.parse(word));
}
