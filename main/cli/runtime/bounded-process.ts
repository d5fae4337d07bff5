import { type SpawnOptions, spawn } from 'node:child_process';

export interface BoundedOutcome {
  /** Exit status; `undefined` when the program was missing, was killed or ran out of time. */
  readonly status: number | undefined;
  /** Standard output, then standard error, each cut at 1 MiB. */
  readonly output: string;
  readonly errors: string;
  readonly timedOut: boolean;
}

export interface BoundedOptions {
  readonly timeoutMs: number;
  readonly cwd?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

const outputLimit = 1024 * 1024;

/**
 * Runs a program to its end, without a shell and without input. It never throws and never waits longer than
 * `timeoutMs`: then the program is killed.
 */
export function runBounded(
  command: string,
  arguments_: readonly string[],
  { timeoutMs, cwd, environment }: BoundedOptions,
): Promise<BoundedOutcome> {
  return new Promise((resolve) => {
    const options: SpawnOptions = {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    };
    if (cwd !== undefined) options.cwd = cwd;
    if (environment !== undefined) options.env = environment;
    const started = performance.now();
    const child = spawn(command, arguments_, options);
    const output = collect(child.stdout);
    const errors = collect(child.stderr);
    child.once('error', (error) =>
      resolve({ status: undefined, output: '', errors: error.message, timedOut: false }),
    );
    child.once('close', (status) =>
      resolve({
        status: status ?? undefined,
        output: output(),
        errors: errors(),
        timedOut: status === null && performance.now() - started >= timeoutMs,
      }),
    );
  });
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream?.on('data', (chunk: Buffer) => {
    if (size < outputLimit) chunks.push(chunk);
    size += chunk.length;
  });
  return () => Buffer.concat(chunks).subarray(0, outputLimit).toString('utf8');
}
