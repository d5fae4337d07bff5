import { type BrowserWindow, ipcMain, type WebFrameMain } from 'electron';
import { channels } from '../../preload/channels.ts';
import { type Result, refuse } from '../../preload/contract/errors.ts';
import type { ConnectionState } from '../../preload/contract/events.ts';
import type { AgentConnection } from './agent-connection.ts';

export interface CallChannel {
  sendEvent(name: string, event: unknown): void;
  sendConnection(state: ConnectionState): void;
}

/**
 * The one channel between renderer and face. A call is relayed only from the window's own top frame at its own origin;
 * all else is refused before it reaches the agent (I9).
 */
export function forwardCalls(options: {
  readonly rpId: string;
  readonly window: BrowserWindow;
  readonly agent: AgentConnection;
}): CallChannel {
  const { window, agent, rpId } = options;
  ipcMain.handle(channels.call, async (event, name: unknown, input: unknown): Promise<Result<unknown>> => {
    if (event.sender !== window.webContents || !isOwnFrame(event.senderFrame, window, rpId)) {
      return refuse('call/not-offered-here');
    }
    if (typeof name !== 'string') return refuse('call/unknown-procedure');
    return agent.call(name, input);
  });
  // A page that has just begun asks how the connection stands: what was sent before its time, it did not hear.
  ipcMain.on(channels.connection, (event) => {
    if (event.sender === window.webContents) send(channels.connection, agent.state());
  });
  const send = (channel: string, ...values: readonly unknown[]) => {
    if (!window.isDestroyed() && !window.webContents.isDestroyed())
      window.webContents.send(channel, ...values);
  };
  return {
    sendEvent: (name, event) => send(channels.event, name, event),
    sendConnection: (state) => send(channels.connection, state),
  };
}

/** A frame may be gone (null) by the time its message is read: then it is not ours. */
function isOwnFrame(frame: WebFrameMain | null, window: BrowserWindow, rpId: string): boolean {
  if (frame === null || frame !== window.webContents.mainFrame) return false;
  return frame.url.startsWith(`https://${rpId}/`);
}
