import type { DirectoryPerson } from '../../directory/directory.ts';
import type { ProviderRequest } from '../../directory/open-id-connect.ts';
import type { FactorChallenge } from '../../directory/second-factor.ts';

const mostTries = 5;
/** Messages and prompts that one right password may set off. */
const mostSent = 5;
/** However often a verifier prolongs it, a right password is not remembered for longer. */
const longestMs = 600_000;

/** One password that was right, in memory only. It ends by time, by wrong codes, or when the next password comes. */
export interface PendingFactor {
  readonly login: string;
  /** Null where the directory names the person only with the second factor. */
  readonly person: DirectoryPerson | null;
  readonly challenge: FactorChallenge | null;
  /** Whether the directory itself judges the factor, and not what stands beside it. */
  readonly byDirectory: boolean;
  readonly page: boolean;
  isOver(nowMs: number): boolean;
  /** The verifier's next word on the same challenge. */
  goOn(challenge: FactorChallenge, nowMs: number): void;
  /** Tries that are left after this one. */
  tryFailed(): number;
  maySend(factorId: string): boolean;
  /**
   * Whether it was allowed to be sent. Only then is there an approval to ask after: some verifiers send what is asked after,
   * and nobody's phone may ring but by what is counted.
   */
  wasSent(factorId: string): boolean;
  /** Only the page that was opened last counts. */
  openPage(request: ProviderRequest): void;
  /** The page's request, once. */
  takePage(): ProviderRequest | null;
}

/** @param begun `until` by a clock that never goes back, in milliseconds */
export function pendingFactor(begun: {
  readonly login: string;
  readonly person: DirectoryPerson | null;
  readonly challenge: FactorChallenge | null;
  readonly byDirectory: boolean;
  readonly page: boolean;
  readonly until: number;
}): PendingFactor {
  let { challenge, until } = begun;
  const latest = begun.until + longestMs;
  let triesLeft = mostTries;
  let sendsLeft = mostSent;
  let request: ProviderRequest | null = null;
  const sent = new Set<string>();
  return {
    login: begun.login,
    person: begun.person,
    byDirectory: begun.byDirectory,
    page: begun.page,
    get challenge() {
      return challenge;
    },
    isOver: (nowMs) => nowMs >= until,
    goOn(next, nowMs) {
      challenge = next;
      until = Math.min(latest, nowMs + next.expiresInSeconds * 1000);
    },
    tryFailed() {
      triesLeft -= 1;
      return triesLeft;
    },
    maySend(factorId) {
      sendsLeft -= 1;
      if (sendsLeft >= 0) sent.add(factorId);
      return sendsLeft >= 0;
    },
    wasSent: (factorId) => sent.has(factorId),
    openPage(opened) {
      request = opened;
    },
    takePage() {
      const taken = request;
      request = null;
      return taken;
    },
  };
}
