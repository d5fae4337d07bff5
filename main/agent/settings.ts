import { z } from 'zod';
import { identifier, localizedText } from '../../preload/contract/models/base.ts';
import { cardScanner } from './people/card-scanner.ts';
import { updateSettings } from './update/update-address.ts';

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
      z.strictObject({ kind: z.literal('okta'), settings: z.json() }),
      z.strictObject({ kind: z.literal('entra'), settings: z.json() }),
      /** The hub asks on this station's behalf, and holds the settings. */
      z.strictObject({ kind: z.literal('hub') }),
    ])
    .nullable(),
  /** Asks for a second factor where the directory itself does not. */
  secondFactor: z.strictObject({ kind: z.literal('privacyidea'), settings: z.json() }).optional(),
  /** The provider's own sign-in page (OpenID Connect), where nothing here can ask for the second factor. */
  providerPage: z.json().optional(),
  /** The desktop account at this station is used by several people: no platform authenticator counts here. */
  sharedDesktopAccount: z.boolean().optional(),
  /** Whether the face holds every screen; without it a production lab station's does, and no other. */
  kiosk: z.boolean().optional(),
  /** Folder under which each lab session gets one of its own; `sessions` in the runtime folder without it. */
  sessionFolders: z.string().min(1).optional(),
  /** How the scanner of a counter sends a card; a plain code and Enter without it. */
  cardScanner: cardScanner.optional(),
  /** Where updates come from; without it nobody is asked. */
  update: updateSettings.optional(),
  /**
   * Numeric id of the lab's desktop account (Linux): at sign-out, what it started during the session is ended. Never the
   * agent's own account. Without it processes are not looked at, and the wipe proof says so.
   */
  desktopAccount: z.number().int().positive().optional(),
  /**
   * The systemd service in which the kiosk runs, whose processes alone outlive a session, and the folders besides a
   * session's own that its account can write to: both are the operating system's part of the kiosk. What the account left
   * in them goes at sign-out, sockets apart.
   */
  kioskSession: z
    .strictObject({
      service: z.string().regex(/^[\w@.-]{1,200}\.service$/),
      folders: z.array(z.string().regex(/^\/(?:[\w.-]+\/)+[\w.-]+$/)).max(20),
    })
    .optional(),
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
        /** How long after it was plugged in it takes a reset, in milliseconds; without it, as real keys do. */
        resetWindow: z.number().int().nonnegative().max(60_000).optional(),
      }),
    )
    .max(8)
    .nullable(),
});
export type AgentSettings = z.infer<typeof agentSettings>;
