import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { FaceGround } from '../../main/cli/face-ground.ts';
import { startFace } from '../../main/cli/runtime/face-process.ts';
import { startInstitution } from '../electron/institution.ts';
import { prepareBareGround } from './bare-application.ts';
import type { Bench, Contender } from './bench.ts';
import { whenWindowIsReady } from './window-readiness.ts';

/**
 * From the start of Electron's process until its window can be used, with a profile from the start before. `ours` is
 * usable when a sign-in at the lock screen would succeed, its agent running already, as on an installed station; `limit`
 * when a bare window has painted its one line. `bare-same-words` paints what the lock screen says: on a machine without
 * a Japanese typeface, looking for one takes a good part of the time. Apart: parts of ours, and the agent's own start.
 */
export const bench: Bench = {
  name: 'cold-start',
  about:
    'from the start of the process until a sign-in can be made; limit: a bare window with one line of text',
  unit: 'ms',
  better: 'lower',
  rounds: 15,
  contenders: { ours, limit: bare('name'), peers: { 'bare-same-words': bare('lock-screen') } },
};

interface Start {
  readonly beganMs: number;
  readonly paintedMs: number;
  readonly readyMs: number;
}

/** Starts an application once, and ends it; null for a packed one, which has its own. */
export async function startOnce(
  ground: FaceGround,
  application: string | null,
  runtimeFolder: string,
): Promise<Start> {
  const startedAt = performance.timeOrigin + performance.now();
  const electron = startFace(
    {
      executable: ground.runtime.executable,
      ...(application === null ? {} : { application }),
      user: ground.user,
      onVirtualDisplay: ground.onVirtualDisplay,
      inherited: process.env,
      environment: ground.environment,
      arguments: [
        '--remote-debugging-port=0',
        '--log-level=3',
        `--agent-runtime=${runtimeFolder}`,
        `--profile=${join(ground.user?.home ?? ground.folder, 'profile')}`,
      ],
    },
    'pipe',
  );
  try {
    const { beganAt, paintedAt, readyAt } = await whenWindowIsReady(electron);
    return {
      beganMs: beganAt - startedAt,
      paintedMs: paintedAt - startedAt,
      readyMs: readyAt - startedAt,
    };
  } finally {
    await end(electron);
  }
}

async function end(electron: ChildProcess): Promise<void> {
  if (electron.exitCode !== null || electron.signalCode !== null) return;
  const ended = once(electron, 'exit');
  electron.kill('SIGTERM');
  const late = setTimeout(() => electron.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(late);
}

async function ours(): Promise<Contender> {
  const institution = await startInstitution(['lab']);
  const { ground, demonstration } = institution;
  const { lab } = demonstration.stations;
  const parts: Record<'began' | 'painted' | 'agent', number[]> = { began: [], painted: [], agent: [] };
  return {
    async run() {
      const start = await startOnce(ground, ground.application, lab.runtimeFolder);
      parts.began.push(start.beganMs);
      parts.painted.push(start.paintedMs);
      await lab.process().stop();
      const restartedMs = performance.now();
      await lab.start();
      parts.agent.push(performance.now() - restartedMs);
      return start.readyMs;
    },
    apart: () => ({
      'ours until its page began, ms': middle(parts.began),
      'ours until first text, ms': middle(parts.painted),
      "agent's own start, ms": middle(parts.agent),
    }),
    close: institution.stop,
  };
}

function middle(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function bare(words: 'name' | 'lock-screen'): () => Promise<Contender> {
  return async () => {
    const { ground, application } = await prepareBareGround(words);
    return {
      run: async () => (await startOnce(ground, application, ground.folder)).readyMs,
      close: ground.stop,
    };
  };
}
