import { type ChildProcess, spawn } from 'node:child_process';
import type { Sight } from './judgement.ts';

/** Looks at something for at most `milliseconds`; the look is told by its signal when time is up. Never rejects. */
export async function boundedLook<T>(
  milliseconds: number,
  look: (signal: AbortSignal) => Promise<Sight<T>>,
): Promise<Sight<T>> {
  const over = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Sight<T>>((resolve) => {
    timer = setTimeout(() => {
      resolve({ unseen: 'too-slow' });
      over.abort();
    }, milliseconds);
  });
  try {
    return await Promise.race([late, look(over.signal).catch(unreadable)]);
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}

function unreadable(error: unknown): Sight<never> {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return { unseen: code === 'EACCES' || code === 'EPERM' ? 'not-permitted' : 'not-readable' };
}

const outputLimit = 256 * 1024;

/** Runs a program of the system without a shell and without input: exit status and output, null where it can't run. */
export function runProgram(
  program: string,
  words: readonly string[],
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly output: Buffer } | null> {
  return new Promise((resolve) => {
    let child: ChildProcess;
    try {
      child = spawn(program, words, {
        stdio: ['ignore', 'pipe', 'ignore'],
        signal,
        killSignal: 'SIGKILL',
        windowsHide: true,
        env: { ...process.env, LC_ALL: 'C' },
      });
    } catch {
      resolve(null);
      return;
    }
    const parts: Buffer[] = [];
    let size = 0;
    child.stdout?.on('data', (part: Buffer) => {
      size += part.length;
      if (size <= outputLimit) parts.push(part);
    });
    child.once('error', () => resolve(null));
    child.once('close', (status) =>
      resolve(status === null ? null : { status, output: Buffer.concat(parts) }),
    );
  });
}
