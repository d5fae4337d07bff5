import type { App } from 'electron';

/** Chromium's switches that lead a face astray: whom it trusts, where hosts are, who may look inside. */
const refused = [
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'allow-insecure-localhost',
  'unsafely-treat-insecure-origin-as-secure',
  'blink-settings',
  'host-resolver-rules',
  'host-rules',
  'disable-web-security',
  'disable-site-isolation-trials',
  'load-extension',
  'auth-server-allowlist',
  'auth-negotiate-delegate-allowlist',
  'proxy-server',
  'proxy-pac-url',
  'proxy-bypass-list',
  'ssl-key-log-file',
  'log-net-log',
  'net-log-capture-mode',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'gpu-launcher',
] as const;

/**
 * Takes these switches from a packaged face before Chromium reads them; the demonstration, which runs from a checkout,
 * finds its made-up campus by two of them. Whoever may start the face with words of their own is the desktop's user.
 */
export function refuseSwitches(app: App): void {
  if (!app.isPackaged) return;
  for (const name of refused) app.commandLine.removeSwitch(name);
}
