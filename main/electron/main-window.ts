import { BrowserWindow, Menu, nativeTheme, type Session } from 'electron';

/** Opens the face's window: sandboxed, context-isolated, with no menu and no way to the tools. */
export function createMainWindow(options: {
  readonly session: Session;
  readonly rpId: string;
  readonly preload: string;
  readonly title: string;
}): BrowserWindow {
  Menu.setApplicationMenu(null);
  const window = new BrowserWindow({
    width: 1366,
    height: 768,
    minWidth: 640,
    minHeight: 480,
    title: options.title,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#15181d' : '#f6f5f1',
    show: true,
    webPreferences: {
      session: options.session,
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      enableWebSQL: false,
      safeDialogs: true,
      devTools: false,
    },
  });
  window.on('page-title-updated', (event) => event.preventDefault());
  return window;
}
