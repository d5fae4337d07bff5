import { z } from 'zod';
import { identifier, localizedText } from '../../preload/contract/models/base.ts';

/** The agent's settings file. Secrets are never in it, except a one-time enrolment token, which is used up at once. */
export const agentSettings = z.strictObject({
  /** Folder of the encrypted store and its key; the agent's own. */
  stateFolder: z.string().min(1),
  /** Folder of the socket, token and face file. */
  runtimeFolder: z.string().min(1),
  /** Numeric group of the desktop user's face; null keeps the socket to the agent's own user. */
  faceGroup: z.number().int().nonnegative().nullable(),
  hub: z.strictObject({ url: z.url(), enrolmentToken: z.string().optional() }).nullable(),
  /** Who verifies a lab visitor's password. */
  directory: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('local'), path: z.string() }),
      z.strictObject({ kind: z.literal('ldap'), settings: z.json() }),
    ])
    .nullable(),
  /** The desktop account at this station is used by several people: no platform authenticator counts here. */
  sharedDesktopAccount: z.boolean().optional(),
  /** Software keys of the demonstration, in place of HID; refused on a production station. */
  softwareKeys: z
    .array(
      z.strictObject({
        id: identifier,
        label: localizedText,
        statePath: z.string(),
        generation: z.enum(['u2f', 'ctap2.0', 'ctap2.1-preview', 'ctap2.1', 'ctap2.2']).optional(),
        /** With a simulated fingerprint reader that knows a finger. */
        fingerprint: z.boolean().optional(),
        /** What the system says when the key is opened, where it does not simply open. */
        opening: z.enum(['no-permission', 'in-use']).optional(),
      }),
    )
    .max(8)
    .nullable(),
});
export type AgentSettings = z.infer<typeof agentSettings>;
