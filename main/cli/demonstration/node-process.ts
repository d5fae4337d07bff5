import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A Node process of Madoguchi's own, started by a command and ended with it. */
export interface NodeProcess {
  readonly pid: number;
  /** What its first line on standard output said. */
  readonly ready: Readonly<Record<string, unknown>>;
  /** Asks it to end, and waits; kills it after ten seconds. */
  stop(): Promise<void>;
  /** Kills it as a crash would. */
  kill(): Promise<void>;
  /** Resolves with its exit status when it has ended by itself. */
  readonly ended: Promise<number | null>;
}

/**
 * Starts `words` in this same Node, and waits for its first line, a JSON object that says it is ready. Its IPC channel is
 * its lifeline: it ends when the channel closes, so nothing outlives a parent that was killed.
 */
export async function startNodeProcess(
  words: readonly string[],
  options: {
    readonly onError: (line: string) => void;
    readonly readyWithinMs?: number;
    /** Beside this process's own. */
    readonly environment?: Readonly<Record<string, string>>;
  },
): Promise<NodeProcess> {
  const program = words.find((word) => !word.startsWith('-')) ?? 'node';
  const child: ChildProcess = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...words], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...options.environment },
  });
  const ended = once(child, 'exit').then(([status]: unknown[]) =>
    typeof status === 'number' ? status : null,
  );
  if (child.stdout === null || child.stderr === null) throw new Error('a child without output');
  createInterface({ input: child.stderr }).on('line', options.onError);
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([
    once(lines, 'line').then(([line]: unknown[]) => String(line)),
    ended.then((status) => Promise.reject(new Error(`${program} ended with ${status} before it was ready`))),
    new Promise<never>((_, reject) => {
      setTimeout(
        () => reject(new Error(`${program} was not ready in time`)),
        options.readyWithinMs ?? 60_000,
      ).unref();
    }),
  ]).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(late);
  };
  return {
    pid: child.pid ?? -1,
    ready: JSON.parse(first),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    ended,
  };
}
