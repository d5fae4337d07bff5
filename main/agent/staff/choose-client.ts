import type { StaffClients } from '../../../preload/contract/models/staff.ts';

/** What speaks for one client or the other. What the window says of itself only helps to choose; it grants nothing. */
export interface ClientSigns {
  readonly platform: NodeJS.Platform;
  /** The agent runs on the demonstration's software keys. */
  readonly softwareKeys: boolean;
  /**
   * How the agent fares with HID: `works` when a key could be opened or none is plugged in, `refused` when the system
   * opens none of those that are, `unavailable` when it cannot even list them.
   */
  readonly hid: 'works' | 'refused' | 'unavailable';
  readonly webAuthn: boolean;
  /** The window found a platform authenticator that verifies the person. */
  readonly platformAuthenticator: boolean;
  /** An operator has a platform credential that counts at this station and desktop account. */
  readonly platformCredential: boolean;
}

/**
 * Chooses who drives the authenticator, and says why. The agent's own HID client comes first wherever it works: it asks
 * for the PIN itself and explains what the key waits for. Windows Hello, where it is registered here, is reached by
 * WebAuthn only; so is every key where the system keeps HID to itself. On Linux the window's WebAuthn has no PIN dialog:
 * it may be tried, never chosen.
 */
export function chooseClient(signs: ClientSigns): StaffClients {
  const both = ['hid', 'webauthn'] as const;
  if (!signs.webAuthn) return { chosen: 'hid', reason: 'no-webauthn', offered: ['hid'] };
  if (signs.softwareKeys) return { chosen: 'hid', reason: 'software-keys', offered: [...both] };
  if (signs.platformCredential && signs.platformAuthenticator)
    return { chosen: 'webauthn', reason: 'platform-credential', offered: [...both] };
  if (signs.platform === 'linux') return { chosen: 'hid', reason: 'no-pin-dialog', offered: [...both] };
  if (signs.hid === 'unavailable')
    return { chosen: 'webauthn', reason: 'hid-unavailable', offered: ['webauthn'] };
  if (signs.hid === 'refused') return { chosen: 'webauthn', reason: 'hid-refused', offered: [...both] };
  return { chosen: 'hid', reason: 'hid-works', offered: [...both] };
}
