import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { DeskProgram } from '../../../preload/contract/models/desk.ts';
import type { LabLaunch } from '../../../preload/contract/models/lab.ts';
import { programGround } from './program-environment.ts';

/** How long a program may take to end by itself before it is ended. */
const graceMs = 2000;
/** A program that ends with an error so early has not been of use: the person is told. */
const failedWithinMs = 5000;
const mostPrograms = 20;

export type ProgramLaunch = Extract<LabLaunch, { kind: 'program' }>;

export interface SessionPrograms {
  /** Starts exactly this file with exactly these arguments, without a shell. Refuses with `lab/program-failed`. */
  start(launch: ProgramLaunch): Promise<Result<Record<string, never>>>;
  list(): readonly DeskProgram[];
  /** Whether anything of them may still have a window. */
  anyLeft(): boolean;
  /** Asks every program to end and ends those that don't; forgets them at once. */
  endAll(): void;
  /** Ends them without asking: the face itself is ending. */
  killAll(): void;
}

/**
 * The programs of the session, each in a process group of its own. What leaves its group is the agent's to find: it
 * compares the desktop user's processes with those from before the session.
 */
export function createSessionPrograms(onChange: () => void): SessionPrograms {
  const running = new Map<string, { readonly child: ChildProcess; readonly tileId: string }>();
  const failed = new Map<string, string>();
  /** Programs whose first process is gone while its group goes on: a launcher that left its work to a child. */
  const leftBehind = new Set<ChildProcess>();

  const everyChild = () => [...[...running.values()].map(({ child }) => child), ...leftBehind];

  const ended = (id: string, tileId: string, badly: boolean) => {
    if (!running.delete(id)) return;
    if (badly) failed.set(id, tileId);
    onChange();
  };

  return {
    async start(launch) {
      failed.clear();
      if (running.size >= mostPrograms) return refuse('lab/program-failed');
      const { environment, folders } = programGround(launch.folder, process.env, process.platform);
      let child: ChildProcess;
      try {
        for (const folder of folders) mkdirSync(folder, { recursive: true, mode: 0o700 });
        child = spawn(launch.path, [...launch.arguments], {
          cwd: launch.folder,
          env: { ...environment },
          detached: process.platform !== 'win32',
          shell: false,
          stdio: 'ignore',
        });
      } catch {
        return refuse('lab/program-failed');
      }
      const id = randomUUID();
      const startedMs = performance.now();
      child.once('exit', (code) => {
        if (signalGroup(child, 0)) leftBehind.add(child);
        ended(id, launch.id, code !== null && code !== 0 && performance.now() - startedMs < failedWithinMs);
      });
      const started = await new Promise<boolean>((resolve) => {
        child.once('spawn', () => resolve(true));
        child.once('error', () => resolve(false));
      });
      if (!started) return refuse('lab/program-failed');
      if (child.exitCode === null && child.signalCode === null) {
        running.set(id, { child, tileId: launch.id });
      }
      onChange();
      return ok({});
    },

    list: () => [
      ...[...running].map(([id, { tileId }]) => ({ id, tileId, state: 'running' as const })),
      ...[...failed].map(([id, tileId]) => ({ id, tileId, state: 'failed' as const })),
    ],

    anyLeft() {
      for (const child of leftBehind) if (!signalGroup(child, 0)) leftBehind.delete(child);
      return running.size > 0 || leftBehind.size > 0;
    },

    endAll() {
      const children = everyChild();
      running.clear();
      failed.clear();
      leftBehind.clear();
      for (const child of children) signalGroup(child, 'SIGTERM');
      if (children.length === 0) return;
      setTimeout(() => {
        for (const child of children) signalGroup(child, 'SIGKILL');
      }, graceMs).unref();
    },

    killAll() {
      for (const child of everyChild()) signalGroup(child, 'SIGKILL');
      running.clear();
      leftBehind.clear();
    },
  };
}

/** Signals a program with everything in its group; false where there is no such group any more. */
function signalGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL' | 0): boolean {
  if (child.pid === undefined) return false;
  if (process.platform === 'win32') {
    if (signal === 0 || child.exitCode !== null) return false;
    const taskkill = join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'taskkill.exe');
    const force = signal === 'SIGKILL' ? ['/F'] : [];
    execFile(taskkill, ['/PID', String(child.pid), '/T', ...force], () => undefined);
    return true;
  }
  try {
    process.kill(-child.pid, signal);
    return true;
  } catch {
    return false;
  }
}
