import { join } from 'node:path';

/**
 * What Node is given to run the agent. It handles one person's presses and a little synchronisation: a small nursery and
 * one worker for V8 are enough for that, and leave a few megabytes to the people at the workstation.
 */
export function agentWords(options: { readonly dist: string; readonly settingsFile: string }): string[] {
  const { dist, settingsFile } = options;
  return [
    '--max-semi-space-size=1',
    '--v8-pool-size=1',
    join(dist, 'node', 'agent.mjs'),
    '--settings',
    settingsFile,
  ];
}
