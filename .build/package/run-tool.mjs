// Runs a program of the system for the packaging, and fails loudly.
import { spawnSync } from 'node:child_process';

/** Standard output of a program; throws with its words when it ends in any other way than well. */
export function runTool(program, words, options = {}) {
  const done = spawnSync(program, words, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, ...options });
  if (done.error !== undefined) throw new Error(`${program} cannot be started: ${done.error.message}`);
  if (done.status !== 0) {
    const said = `${done.stdout ?? ''}${done.stderr ?? ''}`.trim().slice(-2000);
    throw new Error(`${program} ended with ${done.status}: ${said}`);
  }
  return done.stdout;
}

/** Whether a program is there. */
export function hasTool(program, words = ['--version']) {
  return spawnSync(program, words, { stdio: 'ignore' }).error === undefined;
}
