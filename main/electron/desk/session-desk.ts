import type { BrowserWindow } from 'electron';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { Desk } from '../../../preload/contract/models/desk.ts';
import type { FaceAnswers } from '../call-channel.ts';
import { createDeskAnswers } from './desk-answers.ts';
import { readLaunch, withoutPaths } from './read-launch.ts';
import { createSessionActivity } from './session-activity.ts';
import { watchClipboard } from './session-clipboard.ts';
import { createSessionDownloads } from './session-downloads.ts';
import { sessionFiles } from './session-files.ts';
import { createSessionPrograms } from './session-programs.ts';
import { createSessionSites } from './session-sites.ts';
import { knownPrinters } from './site-printing.ts';

/** At most so often the page hears of what changed: a download changes with each packet. */
const tellEachMs = 200;

export interface SessionDesk {
  /** What the agent says of the lab session: none, open, or locked. Another session than before ends that one. */
  follow(session: unknown): void;
  /** What the face answers itself, or does with the agent's answer before the page has it. */
  readonly answers: FaceAnswers;
  /** True while a lab session is open as far as the face knows. */
  isOpen(): boolean;
  /** The face itself is ending: nothing of the session goes on without it. */
  close(): void;
}

/**
 * What the face holds open for a lab session, from its beginning to its end: sites, programs, downloads, the clipboard.
 * It starts what the agent's answer names, and nothing that the page says.
 */
export function createSessionDesk(options: {
  readonly window: BrowserWindow;
  /** Asks the agent. */
  readonly ask: (name: string, input: unknown) => Promise<Result<unknown>>;
  readonly tell: (desk: Desk) => void;
  /** Whether programs of the session need the screen; told at its beginning too. */
  readonly onPrograms: (running: boolean) => void;
  /** Whether something else than this desk puts the window above all others while the place is locked. */
  readonly holdsScreens: boolean;
}): SessionDesk {
  const { window } = options;
  let open: { readonly id: string; readonly clipboard: ReturnType<typeof watchClipboard> } | null = null;
  let locked = false;
  let folder: string | null = null;
  let telling: NodeJS.Timeout | null = null;
  let programsRun = false;

  const state = (): Desk => ({
    ...sitesState(),
    programs: [...programs.list()],
    downloads: [...downloads.list()],
  });
  const sitesState = () => {
    const { sites: views, shown } = sites.describe();
    return { sites: [...views], shown };
  };
  const changed = () => {
    if (open !== null && programs.anyLeft() !== programsRun) {
      programsRun = !programsRun;
      activity.watchSystem(programsRun);
      options.onPrograms(programsRun);
    }
    telling ??= setTimeout(() => {
      telling = null;
      options.tell(state());
    }, tellEachMs);
  };
  const activity = createSessionActivity(() => void options.ask('lab.active', {}));
  const programs = createSessionPrograms(changed);
  const downloads = createSessionDownloads(changed);
  const sites = createSessionSites({ window, downloads, onChange: changed, onInput: activity.note });

  const end = () => {
    if (open === null) return;
    sites.end();
    downloads.end();
    programs.endAll();
    void open.clipboard.empty().catch(() => undefined);
    activity.stop();
    open = null;
    folder = null;
    programsRun = false;
    setLocked(false);
    changed();
  };
  /** A locked place hides behind this window, above every program; otherwise programs may lie above it. */
  const setLocked = (now: boolean) => {
    if (now === locked) return;
    locked = now;
    sites.lock(now);
    if (window.isDestroyed() || options.holdsScreens) return;
    window.setAlwaysOnTop(now, 'screen-saver');
    if (now) {
      window.show();
      window.moveTop();
      window.focus();
    }
  };

  const follow = (session: unknown) => {
    const told = readSession(session);
    if (told === null || told.id !== open?.id) end();
    if (told === null) return;
    if (open === null) {
      open = { id: told.id, clipboard: watchClipboard() };
      options.onPrograms(false);
    }
    setLocked(told.locked);
  };
  const openTile = async (input: unknown): Promise<Result<unknown>> => {
    const answer = await options.ask('lab.open', input);
    if (!answer.ok) return answer;
    const launch = readLaunch(answer.value);
    if (launch === null || open === null || locked) return refuse('lab/site-failed');
    folder = launch.folder;
    const done = launch.kind === 'program' ? await programs.start(launch) : sites.open(launch);
    return done.ok ? ok(withoutPaths(launch)) : done;
  };
  const signOut = async (): Promise<Result<unknown>> => {
    const answer = await options.ask('lab.signOut', {});
    if (answer.ok) end();
    return answer;
  };

  return {
    follow,
    answers: createDeskAnswers({
      open: openTile,
      signOut,
      state,
      files: () => (folder === null ? { names: [], more: 0 } : sessionFiles(folder)),
      place: sites.place,
      act: sites.act,
      choosable: () => (folder === null ? { names: [], more: 0 } : sessionFiles(folder, 500)),
      choose: sites.give,
      printers: async () => ok(await knownPrinters(window.webContents)),
      print: sites.print,
      cancelDownload: downloads.cancel,
    }),
    isOpen: () => open !== null,
    close() {
      if (telling !== null) clearTimeout(telling);
      activity.stop();
      programs.killAll();
    },
  };
}

function readSession(session: unknown): { readonly id: string; readonly locked: boolean } | null {
  const { id, lockedUntil } = fields(session);
  return typeof id === 'string' ? { id, locked: typeof lockedUntil === 'string' } : null;
}

function fields(value: unknown): Partial<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? value : {};
}
