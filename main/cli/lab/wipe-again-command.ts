import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { storePaths } from '../../agent/store/open-store.ts';
import { wipeAgainFile, wipeStandingFile } from '../../exchange/wipe-files.ts';

const patienceMs = 60_000;
const lookEveryMs = 500;

/**
 * Asks the agent to try anew what it could not wipe, and says what came of it. Exit status: 0 the workstation is clean, 1
 * it still isn't, 69 nothing answers. Whoever may write to the agent's state folder may ask.
 */
export async function wipeAgainFromCommandLine(state: string): Promise<number> {
  const request = join(state, wipeAgainFile);
  const standing = join(state, wipeStandingFile);
  const read = () => {
    try {
      return readFileSync(standing, 'utf8');
    } catch {
      return null;
    }
  };
  // A folder that is spelled wrong must not look clean.
  if (!existsSync(storePaths(state).storePath)) {
    process.stderr.write('No agent keeps its state in this folder.\n');
    return 69;
  }
  const before = read();
  if (before === null) {
    process.stdout.write('Nothing is left to wipe here.\n');
    return 0;
  }
  try {
    writeFileSync(request, '', { mode: 0o600 });
  } catch (error) {
    process.stderr.write(`The agent's state folder can't be written to: ${String(error)}\n`);
    return 69;
  }
  const until = performance.now() + patienceMs;
  while (performance.now() < until) {
    await delay(lookEveryMs);
    const now = read();
    if (now === null) {
      process.stdout.write('Wiped. People can sign in again.\n');
      return 0;
    }
    if (now !== before && now.includes('"failed"')) {
      process.stdout.write(`${now}Still not wiped.\n`);
      return 1;
    }
  }
  process.stderr.write(existsSync(request) ? 'The agent does not answer.\n' : 'The wipe goes on.\n');
  return 69;
}
