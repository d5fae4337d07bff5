import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import {
  readUpdateFetch,
  readUpdateFile,
  type UpdateState,
  updateState,
} from '../../agent/update/update-files.ts';
import type { AgentUpdateFolders } from '../../agent/update/update-folders.ts';
import { cancelledStatus, type LongWork } from '../long-work.ts';

const lookEveryMs = 250;
/** An agent that runs and may ask has begun by then. */
const beginMs = 2 * 60_000;
/** An agent that fetches has left it by then. */
const leaveMs = 10_000;

export interface WatchOptions {
  readonly folders: AgentUpdateFolders;
  /** When the agent had asked last before it was asked now. */
  readonly before: string | null;
  readonly print: (state: UpdateState) => void;
  readonly beginWithinMs?: number;
}

/**
 * Watches a look at the repository that the agent was asked for, until it has ended. Ctrl-C cancels it: the question while
 * the agent has not begun, otherwise what it fetches, which is kept and taken up when the agent asks the next time by itself.
 * Exit status 0 when the agent knows what there is, 1 when it could not or would not take it, 69 when no agent began, 130
 * when it was cancelled.
 */
export async function watchLook(
  { folders, before, print, beginWithinMs = beginMs }: WatchOptions,
  { signal, progress, tell, say }: LongWork,
): Promise<number> {
  const until = performance.now() + beginWithinMs;
  while (!signal.aborted) {
    const waits = existsSync(folders.asked);
    const fetching = readUpdateFetch(folders.fetching, new Date());
    const state = readUpdateFile(folders.state, updateState);
    if (!waits && fetching === null && state !== null && state.checkedAt !== before) {
      print(state);
      const well = state.outcome === 'current' || state.outcome === 'offered' || state.outcome === 'ready';
      return well ? 0 : 1;
    }
    if (fetching !== null) {
      const { version, done, total, remainingSeconds } = fetching;
      tell({ phase: `fetching ${version}`, done, total, remainingSeconds });
    } else progress(waits ? 'waiting for the agent' : 'asking the repository', 0, null);
    if (waits && performance.now() > until) {
      say('No agent asked: it does not run, its clock is not trusted, or its policy has no updates.');
      return 69;
    }
    await delay(lookEveryMs, undefined, { signal }).catch(() => undefined);
  }
  say(await leave(folders));
  return cancelledStatus;
}

/** Has the agent leave what it was asked for, and says what came of that. */
async function leave(folders: AgentUpdateFolders): Promise<string> {
  if (existsSync(folders.asked)) {
    rmSync(folders.asked, { force: true });
    return 'Cancelled. Nothing was asked.';
  }
  if (readUpdateFetch(folders.fetching, new Date()) === null)
    return 'Watched no longer. The agent fetches nothing.';
  writeFileSync(folders.cancelled, '', { mode: 0o600 });
  const until = performance.now() + leaveMs;
  while (existsSync(folders.fetching) && performance.now() < until) await delay(lookEveryMs);
  return existsSync(folders.fetching)
    ? 'Watched no longer. The agent has not answered yet.'
    : 'Cancelled. What was fetched so far is kept, and taken up when the agent asks the next time.';
}
