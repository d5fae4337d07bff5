import { randomBytes } from 'node:crypto';
import { loginDigest } from './login-digest.ts';

/** Messages and prompts for one login within the span; a person whose first ones did not arrive needs a few. */
const mostSent = 10;
const spanMs = 3_600_000;
/** Logins that are remembered; beyond it the one that was asked for longest ago is forgotten. */
const mostLogins = 1000;

/** How often somebody's phone may be made to ring from this station. */
export interface SentPrompts {
  /** Counts one more, unless there were too many. */
  admit(login: string): boolean;
}

/**
 * Whoever knows a password could type it again and again, each time with prompts of its own, until its owner presses "yes"
 * to have peace. So what is sent is counted per login, over passwords and sign-ins. Kept in memory, as digests.
 */
export function createSentPrompts(monotonicMs: () => number): SentPrompts {
  const key = randomBytes(32);
  const sent = new Map<string, readonly number[]>();
  return {
    admit(login) {
      const subject = loginDigest(key, login);
      const now = monotonicMs();
      const recent = (sent.get(subject) ?? []).filter((at) => now - at < spanMs);
      const may = recent.length < mostSent;
      // Put behind the others: the first of the map is the one that was asked for longest ago.
      sent.delete(subject);
      sent.set(subject, may ? [...recent, now] : recent);
      const [oldest] = sent.keys();
      if (sent.size > mostLogins && oldest !== undefined) sent.delete(oldest);
      return may;
    },
  };
}
