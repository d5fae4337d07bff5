import type { SessionFolders } from '../../../main/agent/session/session-folders.ts';
import type { SitePreparation } from '../../../main/agent/session/site-preparation.ts';
import type { OwedWipe } from '../../../main/agent/session/wipe/owed-wipe.ts';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';

/** What a session stands on, kept in memory: tests of the session itself move no file and end no process. */
export function createSessionGround() {
  const made: string[] = [];
  const putAway: string[] = [];
  const owed: Omit<OwedWipe, 'since'>[] = [];
  let standing: Result<null> = ok(null);
  let begun = 0;
  let strays = false;
  let folderAllowed = true;
  let finish: (outcome: 'done' | 'failed') => void = () => undefined;
  let prepares = false;
  const locked: string[] = [];
  const folders: SessionFolders = {
    make(id) {
      if (!folderAllowed) return refuse('session/no-folder');
      made.push(id);
      return ok(`/sessions/${id}`);
    },
    pathOf: (id) => `/sessions/${id}`,
    putAway: (id) => {
      putAway.push(id);
    },
    isAway: (id) => putAway.includes(id),
    hasStrays: () => strays,
    root: () => '/sessions',
  };
  const preparation: SitePreparation = {
    canFail: () => prepares,
    run: () =>
      prepares
        ? new Promise((resolve) => {
            finish = resolve;
          })
        : Promise.resolve('done'),
  };
  return {
    ports: {
      folders,
      preparation,
      baseline: () => [{ pid: 1000, start: 5 }],
      wipe: {
        standing: () => standing,
        owe: (_database: unknown, wanted: Omit<OwedWipe, 'since'>) => {
          owed.push(wanted);
        },
        lockFor: (_database: unknown, session: string) => {
          locked.push(session);
        },
        begin: () => {
          begun += 1;
        },
      },
    },
    made,
    putAway,
    owed,
    /** Sessions of which a command failed after their end. */
    locked,
    begun: () => begun,
    stand(result: Result<null>) {
      standing = result;
    },
    leaveStrays() {
      strays = true;
    },
    refuseFolders() {
      folderAllowed = false;
    },
    /** From now on the site's commands take until the function is called. */
    holdPreparation() {
      prepares = true;
      return (outcome: 'done' | 'failed') => finish(outcome);
    },
  };
}
