import type { App, Session } from 'electron';
import { isIsolated } from './isolated-sessions.ts';

/**
 * Denies what a window could otherwise be talked into: other navigation, new windows, web views, every permission but
 * WebAuthn's own (which needs none), downloads, devices, and any request that does not go to the renderer's origin. What
 * belongs to an isolated session is judged by that session's own policy.
 */
export function denyEverythingElse(app: App, session: Session, rpId: string): void {
  const origin = `https://${rpId}/`;
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  session.on('select-hid-device', (event, _details, answer) => {
    event.preventDefault();
    answer('');
  });
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !(details.url.startsWith(origin) || details.url.startsWith('data:image/')) });
  });
  app.on('web-contents-created', (_created, contents) => {
    if (isIsolated(contents.session)) return;
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    const refuseOther = (event: { preventDefault(): void }, url: string) => {
      if (url !== origin) event.preventDefault();
    };
    contents.on('will-navigate', (event, url) => refuseOther(event, url));
    contents.on('will-redirect', (event, url) => refuseOther(event, url));
    contents.on('will-frame-navigate', (event) => refuseOther(event, event.url));
    contents.on('will-attach-webview', (event) => event.preventDefault());
    if (app.isPackaged) contents.on('devtools-opened', () => contents.closeDevTools());
  });
  app.on('login', (event, _contents, _details, _info, answer) => {
    event.preventDefault();
    answer(); // refused; unanswered, the request would wait for ever
  });
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault();
    answer(false);
  });
  app.on('select-client-certificate', (event) => event.preventDefault());
}
