import type { WebContents } from 'electron';

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

/** Told by the page's own `print` instead of the system's dialog. Any page may call it; it asks, and does nothing. */
const binding = 'madoguchiPrint';

/**
 * Runs before any script of a page: nothing of it can reach the system's own print dialog, which prints into files
 * anywhere.
 */
const guarding = `(() => {
  const ask = globalThis[${JSON.stringify(binding)}];
  delete globalThis[${JSON.stringify(binding)}];
  const fix = (object, name, value) =>
    Object.defineProperty(object, name, { value, writable: false, configurable: false, enumerable: true });
  let unasked = 1;
  const touched = () => navigator.userActivation?.isActive === true;
  fix(globalThis, 'print', () => {
    if (typeof ask !== 'function' || (!touched() && unasked-- <= 0)) return;
    ask('');
  });
  if (typeof Document === 'undefined') return;
  const command = Document.prototype.execCommand;
  fix(Document.prototype, 'execCommand', function execCommand(name, ...rest) {
    const wanted = String(name);
    if (wanted.toLowerCase() !== 'print') return command.call(this, wanted, ...rest);
    globalThis.print();
    return true;
  });
})()`;

/**
 * Keeps the operating system's dialogs from a site: its file fields and its wish to be printed are told to the face
 * instead, which has dialogs of its own. By way of the debugger. Resolves when the page may be loaded; rejects where it
 * can't be guarded.
 */
export async function guardSite(contents: WebContents, wishes: SiteWishes): Promise<SiteGuard> {
  const { debugger: inspector } = contents;
  let field: number | null = null;

  inspector.attach('1.3');
  inspector.on('message', (_event, method, words) => {
    if (method === 'Page.fileChooserOpened' && typeof words.backendNodeId === 'number') {
      field = words.backendNodeId;
      wishes.onFiles(words.mode === 'selectMultiple');
    }
    if (method === 'Runtime.bindingCalled' && words.name === binding) wishes.onPrint();
  });
  // In a frame it may come after the first of the page's own scripts.
  contents.on('frame-created', (_event, { frame }) => {
    if (frame === null || frame.parent === null) return;
    frame.on('dom-ready', () => void frame.executeJavaScript(guarding).catch(() => undefined));
  });
  inspector.on('detach', () => {
    if (!contents.isDestroyed()) wishes.onLost();
  });
  // Commands to a page that has no process yet wait for one for ever.
  await contents.loadURL('about:blank');
  await inspector.sendCommand('Page.enable');
  await inspector.sendCommand('Runtime.enable');
  await inspector.sendCommand('Runtime.addBinding', { name: binding });
  await inspector.sendCommand('Page.addScriptToEvaluateOnNewDocument', { source: guarding });
  await inspector.sendCommand('Page.setInterceptFileChooserDialog', { enabled: true });

  return {
    async giveFiles(paths) {
      const waiting = field;
      field = null;
      if (waiting === null) return false;
      try {
        await inspector.sendCommand('DOM.setFileInputFiles', { files: [...paths], backendNodeId: waiting });
        return true;
      } catch {
        return false; // the page has gone on
      }
    },
  };
}
