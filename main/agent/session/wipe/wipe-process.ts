import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type WipeJob, type WipeReport, wipeReport } from './wipe-work.ts';

const mostReportCharacters = 64 * 1024;
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

/** Runs one wipe in a process of its own. Null when it ended without a report, was killed, or took too long. */
export function startWipeProcess(job: WipeJob, signal: AbortSignal): Promise<WipeReport | null> {
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
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (text: string) => {
      said += text;
      if (said.length > mostReportCharacters) kill();
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(`${JSON.stringify(job)}\n`);
    let settled = false;
    const settle = (report: WipeReport | null) => {
      if (settled) return;
      settled = true;
      clearTimeout(late);
      signal.removeEventListener('abort', kill);
      resolve(report);
    };
    child.once('error', () => settle(null));
    child.once('close', (status) => settle(status === 0 ? reportOf(said) : null));
  });
}

function reportOf(text: string): WipeReport | null {
  try {
    return wipeReport.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
