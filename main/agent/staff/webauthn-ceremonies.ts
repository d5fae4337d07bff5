import { randomUUID } from 'node:crypto';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { ResumeCommand, SettleRequestCommand } from '../../exchange/command.ts';

/** A challenge that was given to a window for its WebAuthn: good once, for one purpose, until its time is over. */
export interface WebAuthnCeremony {
  readonly id: string;
  readonly purpose:
    | 'sign-in'
    | 'sign-command'
    | 'approve-command'
    | 'take-shift'
    | 'register-platform'
    | 'test-platform';
  /** base64url. */
  readonly challenge: string;
  /** The one operator whose credentials count; null for any. */
  readonly only: string | null;
  /** The command whose digest the challenge is, where nothing else keeps it meanwhile. */
  readonly command: ResumeCommand | SettleRequestCommand | null;
}

export interface WebAuthnCeremonies {
  open(ceremony: Omit<WebAuthnCeremony, 'id'>): WebAuthnCeremony;
  /** Looks without using it up. */
  find(id: string, purpose: WebAuthnCeremony['purpose']): Result<WebAuthnCeremony>;
  /** Uses it up, whatever comes of it. */
  take(id: string, purpose: WebAuthnCeremony['purpose']): Result<WebAuthnCeremony>;
}

/** How long a window may take, in milliseconds: the dialog's own time and a little for the way. */
export const ceremonyDialogMs = 120_000;
const ceremonyMs = ceremonyDialogMs + 15_000;
const maximumOpen = 16;

/** Kept in memory: a challenge of an agent that restarted is worth nothing. The oldest goes when there are too many. */
export function createWebAuthnCeremonies(monotonicMs: () => number): WebAuthnCeremonies {
  const open = new Map<string, { readonly ceremony: WebAuthnCeremony; readonly untilMs: number }>();

  const find = (id: string, purpose: WebAuthnCeremony['purpose']): Result<WebAuthnCeremony> => {
    const held = open.get(id);
    if (held === undefined || held.ceremony.purpose !== purpose || monotonicMs() > held.untilMs)
      return refuse('staff/ceremony-gone');
    return ok(held.ceremony);
  };

  return {
    open(given) {
      const now = monotonicMs();
      for (const [id, held] of open) if (now > held.untilMs) open.delete(id);
      const [oldest] = open.keys();
      if (oldest !== undefined && open.size >= maximumOpen) open.delete(oldest);
      const ceremony: WebAuthnCeremony = { id: randomUUID(), ...given };
      open.set(ceremony.id, { ceremony, untilMs: now + ceremonyMs });
      return ceremony;
    },
    find,
    take(id, purpose) {
      const found = find(id, purpose);
      open.delete(id);
      return found;
    },
  };
}
