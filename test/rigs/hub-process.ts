import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const program = join(import.meta.dirname, '../../main/hub/index.ts');
const ready = z.object({ ready: z.literal(true), url: z.url() });

/** A hub as a process of its own, as it is started where it serves. */
export interface HubProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** SIGKILL, and what is left of it gone. */
  kill(): Promise<void>;
  /** Ends it in good order. */
  stop(): Promise<void>;
}

/** Starts one on a database and a data folder. `program` runs another in its place, with the same words. */
export async function startHubProcess(wish: {
  readonly url: string;
  readonly folder: string;
  readonly program?: string;
  readonly words?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Where its log goes; nowhere without it. */
  readonly log?: string;
}): Promise<HubProcess> {
  const words = ['--disable-warning=ExperimentalWarning', wish.program ?? program, '--data', wish.folder];
  const child = spawn(process.execPath, [...words, ...(wish.words ?? [])], {
    env: { ...process.env, ...wish.environment, DATABASE_URL: wish.url },
    stdio: ['ignore', 'pipe', wish.log === undefined ? 'ignore' : openSync(wish.log, 'a')],
  });
  const ended = once(child, 'exit');
  if (child.stdout === null) throw new Error('the hub has no output');
  const lines = createInterface(child.stdout);
  const first = await Promise.race([once(lines, 'line'), ended.then(() => null)]);
  if (first === null) throw new Error('the hub ended before it listened');
  const { url } = ready.parse(JSON.parse(String(first[0])));
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
  };
  return { url, child, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}
