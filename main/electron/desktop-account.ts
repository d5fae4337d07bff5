import { execFile } from 'node:child_process';
import { join } from 'node:path';

/**
 * The desktop account that this face runs as, for the agent to tell accounts apart: `uid:` and the number, or on Windows
 * the account's SID, as the system's own `whoami` says. Null where it cannot be told.
 */
export function desktopAccount(): Promise<string | null> {
  const uid = process.getuid?.();
  if (uid !== undefined) return Promise.resolve(`uid:${uid}`);
  const whoami = join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'whoami.exe');
  return new Promise((resolve) => {
    execFile(
      whoami,
      ['/user', '/fo', 'csv', '/nh'],
      { timeout: 3000, windowsHide: true, maxBuffer: 4096 },
      (error, printed) => resolve(error === null ? sidIn(printed) : null),
    );
  });
}

/** The SID in what `whoami /user /fo csv /nh` prints: `"domain\name","S-1-5-21-…"`. */
export function sidIn(printed: string): string | null {
  return /"(S-1(?:-\d{1,15})+)"\s*$/.exec(printed)?.[1] ?? null;
}
