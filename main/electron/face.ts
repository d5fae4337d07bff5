import { join } from 'node:path';
import { app, type BrowserWindow, session } from 'electron';
import { createAgentConnection } from './agent-connection.ts';
import { forwardCalls } from './call-channel.ts';
import { serveContent } from './content-protocol.ts';
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
  app.on('window-all-closed', () => app.quit());
  const dist = join(__dirname, '..');
  void app.whenReady().then(() => {
    const face = session.fromPartition('face', { cache: false });
    denyEverythingElse(app, face, settings.rpId);
    serveContent(face, { rpId: settings.rpId, folder: join(dist, 'renderer') });
    const window = createMainWindow({
      session: face,
      rpId: settings.rpId,
      preload: join(dist, 'preload', 'index.cjs'),
      title: settings.title,
    });
    const agent = createAgentConnection({
      runtimeFolder: settings.runtimeFolder,
      onEvent: (name, event) => forward(window, (sink) => sink.sendEvent(name, event)),
      onState: (state) => forward(window, (sink) => sink.sendConnection(state)),
    });
    const calls = forwardCalls({ rpId: settings.rpId, window, agent });
    const forward = (target: BrowserWindow, send: (sink: typeof calls) => void) => {
      if (!target.isDestroyed()) send(calls);
    };
    window.webContents.on('did-finish-load', () => calls.sendConnection(agent.state()));
    app.on('before-quit', () => agent.close());
    void window.loadURL(`https://${settings.rpId}/`);
  });
}
