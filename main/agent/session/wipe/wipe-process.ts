import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type WipeProgress, wipeProgress } from '../../../../preload/contract/models/lab.ts';
import { type WipeJob, type WipeReport, wipeReport } from './wipe-work.ts';

/** Most in one line of what the process says. */
const mostLineCharacters = 64 * 1024;
/** What a wipe may take besides its folders' and its commands' own time. */
const graceMs = 60_000;

/** The wipe's program beside this one: a source file in a checkout, a bundle where it is installed. */
function wipeProgram(): string {
  const here = import.meta.dirname;
  const candidates = [join(here, 'index.ts'), join(here, 'wipe.mjs'), join(here, '..', 'wipe.mjs')];
  const found = candidates.find((path) => existsSync(path));
  if (found === undefined) throw new Error('the wipe program is missing');
  return found;
}

/**
 * Runs one wipe in a process of its own, which says how far it is where that takes its time. Null when it ended without a
 * report, was killed, or took too long.
 */
export function startWipeProcess(
  job: WipeJob,
  signal: AbortSignal,
  onProgress: (progress: WipeProgress) => void = () => undefined,
): Promise<WipeReport | null> {
  const hooksMs = job.hooks.reduce((sum, { timeoutSeconds }) => sum + timeoutSeconds * 1000, 0);
  const limitMs = job.politeMs + job.killMs + hooksMs + job.foldersMs + graceMs;
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', wipeProgram()], {
      env: process.platform === 'win32' ? { SystemRoot: process.env.SystemRoot ?? '' } : {},
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
    });
    const kill = () => child.kill('SIGKILL');
    const late = setTimeout(kill, limitMs);
    late.unref();
    signal.addEventListener('abort', kill, { once: true });
    let said = '';
    let report: WipeReport | null = null;
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (text: string) => {
      const lines = (said + text).split('\n');
      said = lines.pop() ?? '';
      if (said.length > mostLineCharacters) kill();
      for (const line of lines) {
        const { progress, report: ended } = spokenBy(line);
        if (progress !== null) onProgress(progress);
        report = ended ?? report;
      }
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(`${JSON.stringify(job)}\n`);
    let settled = false;
    const settle = (ended: WipeReport | null) => {
      if (settled) return;
      settled = true;
      clearTimeout(late);
      signal.removeEventListener('abort', kill);
      resolve(ended);
    };
    child.once('error', () => settle(null));
    child.once('close', (status) => settle(status === 0 ? report : null));
  });
}

/** What a line of the process says; both null for one that is neither. */
function spokenBy(line: string): {
  readonly progress: WipeProgress | null;
  readonly report: WipeReport | null;
} {
  let value: unknown = null;
  try {
    value = JSON.parse(line);
  } catch {
    // Not a line of ours.
  }
  return {
    progress: wipeProgress.safeParse(value).data ?? null,
    report: wipeReport.safeParse(value).data ?? null,
  };
}
