import type { Session, WebPreferences } from 'electron';

/**
 * What any page in this application may do, ours or a site's: as little as Chromium can be told. Without `preload` a page has
 * no way to the face at all.
 */
export function lockedPreferences(session: Session, preload?: string): WebPreferences {
  return {
    session,
    ...(preload === undefined ? {} : { preload }),
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
    plugins: false,
    safeDialogs: true,
    devTools: false,
  };
}
