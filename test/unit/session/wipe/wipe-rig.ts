import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { desktopProcesses } from '../../../../main/agent/session/desktop-processes.ts';
import {
  runWipe,
  type WipeJob,
  type WipeReport,
  wipeReport,
} from '../../../../main/agent/session/wipe/wipe-work.ts';

/** An account that nobody uses, another for each file that runs at the same time: its processes are the test's. */
export const desktopAccount = 54_000 + Number(process.env.VITEST_POOL_ID ?? 0);
export const isRoot = process.getuid?.() === 0;

export function createGround() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'madoguchi-wipe-')));
  chmodSync(folder, 0o755);
  const sessions = join(folder, 'sessions');
  mkdirSync(sessions);
  return { folder, sessions, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export function jobOf(changes: Partial<WipeJob>): WipeJob {
  return {
    account: null,
    baseline: null,
    politeMs: 300,
    killMs: 3000,
    person: null,
    hooks: [],
    sessionFolders: [],
    wipedFolders: [],
    keep: [],
    kioskService: null,
    desktopFolders: [],
    salt: Buffer.alloc(32, 7).toString('base64url'),
    foldersMs: 30_000,
    ...changes,
  };
}

export function wipe(changes: Partial<WipeJob>): Promise<WipeReport> {
  return runWipe(jobOf(changes), () => false);
}

/** The wipe as a process, under another account if told. */
export async function wipeInProcess(job: WipeJob, account?: number): Promise<WipeReport> {
  const program = join(import.meta.dirname, '../../../../main/agent/session/wipe/index.ts');
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program], {
    env: {},
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(account === undefined ? {} : { uid: account, gid: account }),
  });
  child.stdin.end(`${JSON.stringify(job)}\n`);
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) said.push(line);
  return wipeReport.parse(JSON.parse(said.at(-1) ?? ''));
}

/** A program of the desktop account, running once this resolves. */
export async function startDesktopProgram(script: string): Promise<ChildProcess> {
  const child = spawn('/bin/sh', ['-c', `echo up; ${script}`], {
    stdio: ['ignore', 'pipe', 'ignore'],
    uid: desktopAccount,
    gid: desktopAccount,
    cwd: '/',
  });
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  return child;
}

/**
 * Ends a program that leads its own process group, and everything that it started: once this resolves, none of them
 * makes or removes a file any more.
 */
export async function endGroup(leader: ChildProcess): Promise<void> {
  if (leader.pid === undefined) return;
  for (;;) {
    try {
      process.kill(-leader.pid, 'SIGKILL');
    } catch {
      return;
    }
    await setTimeout(5);
  }
}

/** Ends what a test left of the desktop account. */
export function endDesktop(): void {
  for (const { pid } of desktopProcesses(desktopAccount) ?? []) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
}
