import { randomUUID } from 'node:crypto';
import type { WebContents } from 'electron';
import { pageGuard } from './page-guard.ts';

export interface SiteGuard {
  /** Gives the page's waiting file field these files. False where none waits any more. */
  giveFiles(paths: readonly string[]): Promise<boolean>;
}

export interface SiteWishes {
  /** The page wants to be printed: `window.print()` and what else asks for the system's dialog. */
  readonly onPrint: () => void;
  /** A file field of the page was pressed. */
  readonly onFiles: (multiple: boolean) => void;
  /** The guard is gone while the page is not. */
  readonly onLost: () => void;
}

/** A frame that another process draws is a target of its own, and waits until it was told to run. */
const follow = {
  autoAttach: true,
  waitForDebuggerOnStart: true,
  flatten: true,
  filter: [{ type: 'iframe' }],
} as const;

/**
 * Keeps the operating system's dialogs from a site: its file fields and its wish to be printed are told to the face
 * instead, which has dialogs of its own. By way of the debugger. Resolves when the page may be loaded; rejects where it
 * can't be guarded.
 */
export async function guardSite(contents: WebContents, wishes: SiteWishes): Promise<SiteGuard> {
  const { debugger: inspector } = contents;
  let field: { readonly node: number; readonly target: string } | null = null;
  const word = `print ${randomUUID()}`;
  const source = pageGuard(word);

  /**
   * Guards what one process draws of the page: `''` is the page's own, others are told by the debugger's names of them.
   * `Runtime.enable` must not be among it: Electron before 37 lets the debugger go and come back at each new frame, and
   * with it Chromium would give such a frame its globals before the page's guard is back.
   */
  const hold = async (target: string) => {
    const tell = (method: string, words?: object) =>
      inspector.sendCommand(method, words, target === '' ? undefined : target);
    await tell('Page.enable');
    await tell('Page.addScriptToEvaluateOnNewDocument', { source });
    await tell('Page.setInterceptFileChooserDialog', { enabled: true });
    await tell('Target.setAutoAttach', follow);
    await tell('Runtime.runIfWaitingForDebugger');
  };

  inspector.attach('1.3');
  inspector.on('message', (_event, method, words, target) => {
    switch (method) {
      case 'Target.attachedToTarget':
        // One that is gone meanwhile refuses; one that was not held whole goes on waiting.
        return void hold(words.sessionId).catch(() => undefined);
      case 'Page.fileChooserOpened':
        if (typeof words.backendNodeId !== 'number') return;
        field = { node: words.backendNodeId, target };
        return wishes.onFiles(words.mode === 'selectMultiple');
    }
  });
  // Newer Electron tells by the event alone, older by the words behind it.
  contents.on('console-message', (event, _level, message) => {
    if ((event.message ?? message) === word) wishes.onPrint();
  });
  contents.on('frame-created', (_event, { frame }) => {
    if (frame === null || frame.parent === null) return;
    frame.on('dom-ready', () => void frame.executeJavaScript(source).catch(() => undefined));
  });
  let leaves = false;
  const letGo = () => {
    leaves = true;
    if (inspector.isAttached()) inspector.detach();
  };
  // Electron was seen to crash where a page that is held in several processes ends, by its own wish too.
  contents.on('close' as 'destroyed', letGo);
  inspector.on('detach', () => {
    if (!leaves && !contents.isDestroyed()) wishes.onLost();
  });
  // Commands to a page that has no process yet wait for one for ever.
  await contents.loadURL('about:blank');
  await hold('');

  return {
    async giveFiles(paths) {
      const waiting = field;
      field = null;
      if (waiting === null) return false;
      try {
        const words = { files: [...paths], backendNodeId: waiting.node };
        const target = waiting.target === '' ? undefined : waiting.target;
        await inspector.sendCommand('DOM.setFileInputFiles', words, target);
        return true;
      } catch {
        return false; // the page has gone on
      }
    },
  };
}
