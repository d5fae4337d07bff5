import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { wipeStatus } from '../../../preload/contract/models/lab.ts';
import { storePaths } from '../../agent/store/open-store.ts';
import { wipeAgainFile, wipeStandingFile } from '../../exchange/wipe-files.ts';
import { cancelledStatus, type LongWork, longWork } from '../long-work.ts';

/** An agent that runs has begun by then, and a wipe that goes on has said something new. */
const patienceMs = 60_000;
const lookEveryMs = 250;

/** What the agent says of its wipe in a file of its own; what the last try found is passed on as it stands. */
const wipeStanding = wipeStatus.extend({ report: z.unknown() });

const phases = {
  programs: 'ending programs',
  commands: "running the site's commands",
  files: 'removing files',
  check: 'checking that nothing is left',
} as const;

/**
 * Asks the agent to try anew what it could not wipe, says on standard error how far it is, and what came of it. Exit status:
 * 0 the workstation is clean, 1 it still isn't, 69 nothing answers, 130 cancelled: Ctrl-C takes the request back while the
 * agent has not begun, and never ends a wipe. Whoever may write to the agent's state folder may ask.
 */
export async function wipeAgainFromCommandLine(state: string): Promise<number> {
  // A folder that is spelled wrong must not look clean.
  if (!existsSync(storePaths(state).storePath)) {
    process.stderr.write('No agent keeps its state in this folder.\n');
    return 69;
  }
  if (readStanding(state) === null) {
    process.stdout.write('Nothing is left to wipe here.\n');
    return 0;
  }
  return longWork((at) => wipeAgain(state, at));
}

/** The same for a workstation that is not clean, told to whoever watches. */
export async function wipeAgain(
  state: string,
  { signal, progress, say }: Pick<LongWork, 'signal' | 'progress' | 'say'>,
): Promise<number> {
  const request = join(state, wipeAgainFile);
  const before = readStanding(state);
  try {
    writeFileSync(request, '', { mode: 0o600 });
  } catch (error) {
    say(`The agent's state folder can't be written to: ${String(error)}`);
    return 69;
  }
  let last = before;
  let until = performance.now() + patienceMs;
  while (performance.now() < until && !signal.aborted) {
    const text = readStanding(state);
    if (text === null) {
      process.stdout.write('Wiped. People can sign in again.\n');
      return 0;
    }
    if (text !== last) until = performance.now() + patienceMs;
    last = text;
    const standing = standingOf(text);
    if (text !== before && standing?.state === 'failed') {
      process.stdout.write(`${text}Still not wiped.\n`);
      return 1;
    }
    const at = standing?.progress;
    if (at !== undefined) progress(phases[at.part], at.done, at.total);
    else if (standing !== null)
      progress(standing.state === 'wiping' ? 'wiping' : 'waiting for the agent', 0, null);
    await delay(lookEveryMs, undefined, { signal }).catch(() => undefined);
  }
  const isWaiting = existsSync(request);
  if (signal.aborted) {
    if (isWaiting) rmSync(request, { force: true });
    say(isWaiting ? 'Cancelled. Nothing was begun.' : 'Watched no longer. The wipe goes on.');
    return cancelledStatus;
  }
  say(isWaiting ? 'The agent does not answer.' : 'The wipe goes on.');
  return 69;
}

function readStanding(state: string): string | null {
  try {
    return readFileSync(join(state, wipeStandingFile), 'utf8');
  } catch {
    return null;
  }
}

/** Null for a file that is only half written. */
function standingOf(text: string): z.infer<typeof wipeStanding> | null {
  try {
    return wipeStanding.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
