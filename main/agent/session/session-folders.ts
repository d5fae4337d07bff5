import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
} from 'node:fs';
import { join } from 'node:path';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';

/** Where a session's documents lie: one folder for each, of which nothing is left after it. */
export interface SessionFolders {
  /** Makes the folder of a new session. Refuses with `session/no-folder`. */
  make(sessionId: string): Result<string>;
  /** Its path, whether it is there or not. */
  pathOf(sessionId: string): string;
  /** Takes a session's folder out of reach at once: it is emptied where the desktop account can't follow. */
  putAway(sessionId: string): void;
  /** Whether a session's folder is there no more: it was put away, which needs no room on a disk. */
  isAway(sessionId: string): boolean;
  /** Whether anything of an earlier session lies there, an open one's own folder apart. */
  hasStrays(openSession: string | null): boolean;
  /** The folder that holds them all, with what is put away; null where there is none yet. */
  root(): string | null;
}

const away = '.ended';

/**
 * Session folders are the agent's, 2770 with the desktop's group, so that whatever is made in them keeps that group. The
 * folder that holds them may be passed through and not listed.
 */
export function createSessionFolders(options: {
  readonly folder: string;
  /** The desktop's group; null where agent and face are one account. */
  readonly group: number | null;
}): SessionFolders {
  const posix = process.platform !== 'win32';
  const makeFolder = (path: string, mode: number, group: number | null) => {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    if (!posix) return;
    if (group !== null) chownSync(path, -1, group);
    chmodSync(path, mode);
  };
  const root = (): string | null => {
    try {
      return realpathSync(options.folder);
    } catch {
      return null;
    }
  };
  const entries = (path: string): readonly string[] => {
    try {
      return readdirSync(path);
    } catch {
      return [];
    }
  };

  return {
    root,
    pathOf: (sessionId) => join(options.folder, sessionId),

    make(sessionId) {
      const path = join(options.folder, sessionId);
      try {
        makeFolder(options.folder, options.group === null ? 0o700 : 0o710, options.group);
        mkdirSync(path, { mode: 0o700 });
        makeFolder(path, options.group === null ? 0o700 : 0o2770, options.group);
        return ok(path);
      } catch {
        return refuse('session/no-folder');
      }
    },

    putAway(sessionId) {
      const place = join(options.folder, away);
      try {
        makeFolder(place, 0o700, null);
        renameSync(
          join(options.folder, sessionId),
          join(place, `${sessionId}-${randomBytes(4).toString('hex')}`),
        );
      } catch {
        // It is emptied where it lies, or is gone already.
      }
    },

    isAway: (sessionId) => !existsSync(join(options.folder, sessionId)),

    hasStrays(openSession) {
      const place = join(options.folder, away);
      if (entries(place).length === 0) {
        try {
          rmdirSync(place);
        } catch {
          // There is none.
        }
      }
      return entries(options.folder).some((name) => name !== openSession);
    },
  };
}
