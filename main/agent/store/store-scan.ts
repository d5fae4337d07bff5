import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type AuthenticatePage, createPageAuthentication } from './page-authentication.ts';
import { pageSize } from './store-format.ts';
import { judgeLog, type LogDamage, type ReadAt } from './write-ahead-log.ts';

export type StoreDamage =
  /** Page `number` (from 1) of the file isn't what was written there. */
  | { readonly part: 'page'; readonly number: number }
  /** The file ends within a page. */
  | { readonly part: 'length' }
  | LogDamage;

export interface StoreScan {
  /** Pages of the file. */
  readonly pages: number;
  /** What is damaged, the file before its log; about 20 at most. */
  readonly damages: readonly StoreDamage[];
  /** No page at all is under this key: the key is wrong, or this is no store. */
  readonly nothingAuthentic: boolean;
}

const maximumDamages = 20;
/** How often in all something is looked at again. */
const maximumRepeats = 25;
/** SQLite never uses the page that holds the byte at 2^30, on which it locks (file format §1.5). */
const lockPage = 2 ** 30 / pageSize + 1;

/**
 * Reads a store's file and write-ahead log byte by byte, past SQLite, and finds every page that was changed by so much as
 * a bit, free pages included. Works beside a running agent: what looks damaged is read again a few times, since a write
 * may have been under way. `pauseMs` lies between two readings. Memory is constant. Throws when the file can't be read at all.
 */
export async function scanStore(path: string, key: Uint8Array, pauseMs = 40): Promise<StoreScan> {
  const authenticate = createPageAuthentication(key);
  const agreesSoon = createPatience(pauseMs);
  const damages: StoreDamage[] = [];
  let authentic = 0;
  const file = openSync(path, 'r');
  try {
    const readAt = reading(file);
    const { size } = fstatSync(file);
    const pages = Math.floor(size / pageSize);
    for (let number = 1; number <= pages && damages.length < maximumDamages; number += 1) {
      if (number === lockPage) continue;
      const whole = await agreesSoon(() => authenticate(number, readAt((number - 1) * pageSize, pageSize)));
      if (whole) authentic += 1;
      else damages.push({ part: 'page', number });
    }
    if (size % pageSize !== 0) damages.push({ part: 'length' });
    const log = await scanLog(`${path}-wal`, authenticate, agreesSoon);
    if (log !== null) damages.push(log);
    return { pages, damages, nothingAuthentic: pages > 0 && authentic === 0 };
  } finally {
    closeSync(file);
  }
}

async function scanLog(
  path: string,
  authenticate: AuthenticatePage,
  agreesSoon: Patience,
): Promise<LogDamage | null> {
  let damage: LogDamage | null = null;
  await agreesSoon(() => {
    // Opened anew each time: an agent that stops removes its log.
    const file = openIfThere(path);
    damage = null;
    if (file === null) return true;
    try {
      damage = judgeLog(fstatSync(file).size, reading(file), authenticate);
      return damage === null;
    } finally {
      closeSync(file);
    }
  });
  return damage;
}

/** Whether a check holds now or soon. */
type Patience = (check: () => boolean) => Promise<boolean>;

function createPatience(pauseMs: number): Patience {
  let repeats = 0;
  return async (check) => {
    for (let mine = 0; mine < 5 && repeats < maximumRepeats; mine += 1) {
      if (check()) return true;
      repeats += 1;
      await delay(pauseMs);
    }
    return check();
  };
}

function reading(file: number): ReadAt {
  const buffer = Buffer.alloc(2 * pageSize);
  return (offset, length) => buffer.subarray(0, readSync(file, buffer, 0, length, offset));
}

function openIfThere(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
