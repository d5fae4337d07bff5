import { NotificationType, RequestType } from 'vscode-jsonrpc/node';
import type { Result } from '../../preload/contract/errors.ts';

/** The JSON-RPC methods between face and agent. The contract's procedures travel inside `call`. */

export const handshakeRequest = new RequestType<
  { token: string; account?: string | null },
  Result<null>,
  void
>('handshake');
export const callRequest = new RequestType<{ name: string; input: unknown }, Result<unknown>, void>('call');
export const eventNotification = new NotificationType<{ name: string; event: unknown }>('event');

/** Files of the agent's runtime folder, which the face is given. */
export const socketFile = 'agent.sock';
/** Handshake token: readable for the face's group, new at every start of the agent. */
export const tokenFile = 'face.token';
/** What the face must know before it reaches the agent: `{"rpId": "…", "kiosk": false}`. */
export const faceFile = 'face.json';

/** Path of the agent's socket: a Unix socket in the runtime folder, or a named pipe derived from it on Windows. */
export function socketPath(runtimeFolder: string, platform: NodeJS.Platform = process.platform): string {
  if (platform !== 'win32') return `${runtimeFolder}/${socketFile}`;
  return `\\\\.\\pipe\\madoguchi-${runtimeFolder.replaceAll(/[^A-Za-z0-9]+/g, '-').slice(-80)}`;
}
