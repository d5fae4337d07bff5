import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import type { SiteHook } from '../../exchange/lab-policy.ts';

/** Whom a session is for, as a site's command may know: never the password. */
export interface HookPerson {
  readonly id: string;
  readonly login: string;
  readonly session: string;
}

export type HookEnding = 'done' | 'failed' | 'timeout' | 'not-started';

/**
 * Runs one command of the site and says how it ended. It gets nothing but the three variables, the root folder, and no
 * input; what it prints goes nowhere. When its time is over it and whatever it started are killed.
 */
export function runSiteHook(
  hook: Pick<SiteHook, 'path' | 'arguments' | 'timeoutSeconds'>,
  person: HookPerson,
): Promise<HookEnding> {
  const windows = process.platform === 'win32';
  const root = process.env.SystemRoot;
  return new Promise((resolve) => {
    const child = start(hook, {
      env: {
        MADOGUCHI_PERSON_ID: person.id,
        MADOGUCHI_LOGIN: person.login,
        MADOGUCHI_SESSION: person.session,
        // Without it hardly a Windows program starts.
        ...(windows && root !== undefined ? { SystemRoot: root } : {}),
      },
      ...(windows ? {} : { cwd: '/' }),
      stdio: 'ignore',
      shell: false,
      windowsHide: true,
      // A group of its own, so that all of it can be killed.
      detached: !windows,
    });
    if (child === null) {
      resolve('not-started');
      return;
    }
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      try {
        if (!windows && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
        else child.kill('SIGKILL');
      } catch {
        child.kill('SIGKILL');
      }
    }, hook.timeoutSeconds * 1000);
    child.once('error', () => {
      clearTimeout(timer);
      resolve('not-started');
    });
    child.once('exit', (status) => {
      clearTimeout(timer);
      resolve(late ? 'timeout' : status === 0 ? 'done' : 'failed');
    });
  });
}

/** Null for what no process can be given, such as a name with NUL that a directory told of. */
function start(
  hook: Pick<SiteHook, 'path' | 'arguments'>,
  options: SpawnOptions & { readonly shell: false },
): ChildProcess | null {
  try {
    return spawn(hook.path, [...hook.arguments], options);
  } catch {
    return null;
  }
}
