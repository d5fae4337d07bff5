import { join } from 'node:path';

/**
 * What Node is given to run the agent. It handles one person's presses and a little synchronisation: a small nursery and
 * one worker for V8 are enough for that, and leave a few megabytes to the people at the workstation. A smaller nursery yet
 * moves what a sign-in needs for a moment among what stays, and a collection of everything then takes 50 ms of the next.
 */
export function agentWords(options: { readonly dist: string; readonly settingsFile: string }): string[] {
  const { dist, settingsFile } = options;
  return [
    '--max-semi-space-size=4',
    '--v8-pool-size=1',
    join(dist, 'node', 'agent.mjs'),
    '--settings',
    settingsFile,
  ];
}

/**
 * What the C library is told for the agent: one heap for all its threads, and what is freed goes back to the system. Checking a
 * password takes tens of megabytes for a moment, and each thread of Node's pool would keep a heap of its own.
 */
export const agentEnvironment: Readonly<Record<string, string>> = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_TRIM_THRESHOLD_: '131072',
};
