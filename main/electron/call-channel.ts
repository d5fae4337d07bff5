import { type BrowserWindow, ipcMain, type WebContents, type WebFrameMain } from 'electron';
import { channels } from '../../preload/channels.ts';
import { type Result, refuse } from '../../preload/contract/errors.ts';
import type { ConnectionState } from '../../preload/contract/events.ts';
import type { AgentConnection } from './agent-connection.ts';

export interface CallChannel {
  sendEvent(name: string, event: unknown): void;
  sendConnection(state: ConnectionState): void;
  /** Lets another window of the face ask these few things, and hear these events. */
  admit(window: BrowserWindow, offer: Offer): void;
}

export interface Offer {
  readonly calls: ReadonlySet<string>;
  readonly events: ReadonlySet<string>;
}

/** Answers what the face itself is asked; null where the agent is. */
export type FaceAnswers = (name: string, input: unknown) => Promise<Result<unknown>> | null;

/**
 * The one channel between renderer and face. A call is relayed only from a window's own top frame at its own origin, from
 * a window beside the main one only what it was admitted for; all else is refused before it reaches the agent (I9).
 */
export function forwardCalls(options: {
  readonly rpId: string;
  readonly window: BrowserWindow;
  readonly agent: AgentConnection;
  readonly answers: FaceAnswers;
}): CallChannel {
  const { window, agent, rpId, answers } = options;
  const admitted = new Map<BrowserWindow, Offer>();
  const offerTo = (sender: WebContents): readonly [BrowserWindow, Offer | null] | null => {
    if (sender === window.webContents) return [window, null];
    for (const [other, offer] of admitted) {
      if (!other.isDestroyed() && other.webContents === sender) return [other, offer];
    }
    return null;
  };
  ipcMain.handle(channels.call, async (event, name: unknown, input: unknown): Promise<Result<unknown>> => {
    const from = offerTo(event.sender);
    if (from === null || !isOwnFrame(event.senderFrame, from[0], rpId)) {
      return refuse('call/not-offered-here');
    }
    if (typeof name !== 'string') return refuse('call/unknown-procedure');
    if (from[1] !== null && !from[1].calls.has(name)) return refuse('call/not-offered-here');
    return answers(name, input) ?? agent.call(name, input);
  });
  // A page that has just begun asks how the connection stands: what was sent before its time, it did not hear.
  ipcMain.on(channels.connection, (event) => {
    const from = offerTo(event.sender);
    if (from !== null) sendTo(from[0], channels.connection, agent.state());
  });
  const sendTo = (to: BrowserWindow, channel: string, ...values: readonly unknown[]) => {
    if (!to.isDestroyed() && !to.webContents.isDestroyed()) to.webContents.send(channel, ...values);
  };
  return {
    sendEvent(name, event) {
      sendTo(window, channels.event, name, event);
      for (const [other, { events }] of admitted) {
        if (events.has(name)) sendTo(other, channels.event, name, event);
      }
    },
    sendConnection(state) {
      for (const each of [window, ...admitted.keys()]) sendTo(each, channels.connection, state);
    },
    admit(other, offer) {
      admitted.set(other, offer);
      other.once('closed', () => admitted.delete(other));
    },
  };
}

/** A frame may be gone (null) by the time its message is read: then it is not ours. */
function isOwnFrame(frame: WebFrameMain | null, window: BrowserWindow, rpId: string): boolean {
  if (frame === null || frame !== window.webContents.mainFrame) return false;
  return frame.url.startsWith(`https://${rpId}/`);
}
