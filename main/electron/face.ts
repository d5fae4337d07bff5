import { join } from 'node:path';
import { app, session } from 'electron';
import { createAgentConnection } from './agent-connection.ts';
import { type CallChannel, forwardCalls } from './call-channel.ts';
import { readContent } from './content.ts';
import { serveContent, warmUp } from './content-protocol.ts';
import { desktopAccount } from './desktop-account.ts';
import { readFaceSettings } from './face-settings.ts';
import { denyEverythingElse } from './lockdown.ts';
import { createMainWindow } from './main-window.ts';

/**
 * The face: one window at `https://<rpId>/` that relays between renderer and agent and decides nothing. It never waits
 * for the agent: the window opens at once and connects behind it.
 */
export function startFace(): void {
  const settings = readFaceSettings(process.argv);
  app.setName('Madoguchi');
  if (settings.userData !== null) app.setPath('userData', settings.userData);
  app.enableSandbox();
  // The face talks to no network: a process of its own for that would guard nothing, and every start waits for it.
  app.commandLine.appendSwitch('enable-features', 'NetworkServiceInProcess2');
  app.on('window-all-closed', () => app.quit());
  const dist = join(__dirname, '..');
  // Both go on while Chromium starts.
  const content = readContent(join(dist, 'renderer'));
  let calls: CallChannel | null = null;
  const agent = createAgentConnection({
    runtimeFolder: settings.runtimeFolder,
    account: desktopAccount(),
    onEvent: (name, event) => calls?.sendEvent(name, event),
    onState: (state) => calls?.sendConnection(state),
  });
  app.on('before-quit', () => agent.close());
  void app.whenReady().then(() => {
    const face = session.fromPartition('face', { cache: false });
    denyEverythingElse(app, face, settings.rpId);
    serveContent(face, { rpId: settings.rpId, content });
    const window = createMainWindow({
      session: face,
      rpId: settings.rpId,
      preload: join(dist, 'preload', 'index.cjs'),
      title: settings.title,
    });
    calls = forwardCalls({ rpId: settings.rpId, window, agent });
    void window.loadURL(`https://${settings.rpId}/`);
    warmUp();
  });
}
