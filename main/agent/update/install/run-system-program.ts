import { spawn } from 'node:child_process';

const outputLimit = 64 * 1024;
const longestMs = 20 * 60_000;

/**
 * Runs a program of the system to its end, without a shell and without input: exit status and what it printed, both
 * streams together; null where it can't run.
 */
export function runSystemProgram(
  program: string,
  words: readonly string[],
): Promise<{ readonly status: number; readonly output: string } | null> {
  return new Promise((resolve) => {
    const child = spawn(program, words, {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: longestMs,
      windowsHide: true,
      // Ctrl-C in a terminal goes to everybody there, and a package system that is cut off leaves half of a package.
      detached: process.platform !== 'win32',
      env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
    });
    let output = '';
    const take = (part: Buffer) => {
      if (output.length < outputLimit) output += part.toString('utf8');
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('error', () => resolve(null));
    child.once('close', (status) => resolve({ status: status ?? -1, output }));
  });
}
