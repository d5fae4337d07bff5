import { tagOfLogin } from '../../exchange/login-tag.ts';
import {
  assumedLockOut,
  type BackOff,
  type DirectoryLockOut,
  fadedStationFailures,
  judgeBackOff,
  nothingShared,
} from '../../exchange/sign-in-back-off.ts';
import type { ReadableDatabase, Store, TrustedClock, WritableDatabase } from '../ports.ts';
import { bootMoment, type StationBoot } from '../session/boot-moment.ts';
import {
  failuresAt,
  forgetBeyondLimit,
  readFailures,
  restoreFailures,
  stationSubject,
  tallyOf,
  writeFailures,
} from './failure-rows.ts';
import { loginDigest, loginKey } from './login-digest.ts';
import { putReport, putSuccess, readShared, readTagKey } from './shared-failures.ts';

/**
 * An attempt that counts as failed until it is settled, so that pulling the plug is no free attempt. Each way of
 * settling runs in the transaction that records the outcome.
 */
export interface SignInAttempt {
  /** Counts from now on; says what comes of it. */
  failed(database: WritableDatabase): { readonly freeAttemptsLeft: number; readonly waitSeconds: number };
  /** Clears the person's failures; the station keeps those it had. */
  succeeded(database: WritableDatabase): void;
  /** Takes the count back: the directory said nothing about the password. */
  notJudged(database: WritableDatabase): void;
}

export interface FailureLedger {
  /** Whether an attempt for this login may be made at this station now. */
  judge(login: string): BackOff;
  /** Counts the attempt durably. Attempts must not overlap. */
  begin(login: string): SignInAttempt;
}

/**
 * Failures per person at this station and of the station as a whole, kept across restarts, with what the hub tells of
 * other stations where there is one. Waits are measured by what has passed for certain: a clock set back or forward
 * frees nobody, and a station that is switched off and on waits on.
 */
export function createFailureLedger(ports: {
  readonly store: Store;
  readonly clock: TrustedClock;
  readonly boot: StationBoot;
  /** The directory's own lock-out, as the policy says it. */
  readonly lockOut?: () => DirectoryLockOut | null;
  /** There is something to tell the hub. */
  readonly onReport?: () => void;
}): FailureLedger {
  let key: Buffer | null = null;
  const now = () => bootMoment(ports.boot, ports.clock);
  const subjectOf = (login: string): string => {
    key ??= ports.store.write(loginKey);
    return loginDigest(key, login);
  };
  const tagOf = (login: string): string | null => {
    const shared = readTagKey(ports.store.read);
    return shared === null ? null : tagOfLogin(shared, login);
  };

  const judge = (database: ReadableDatabase, subject: string, tag: string | null): BackOff => {
    const at = now();
    return judgeBackOff(
      tallyOf(readFailures(database, subject), at),
      tallyOf(readFailures(database, stationSubject), at),
      tag === null ? nothingShared : readShared(database, tag, at.trustedAt),
      ports.lockOut?.() ?? assumedLockOut,
    );
  };

  return {
    judge: (login) => judge(ports.store.read, subjectOf(login), tagOf(login)),

    begin(login) {
      const person = subjectOf(login);
      const tag = tagOf(login);
      const personBefore = readFailures(ports.store.read, person);
      const stationBefore = readFailures(ports.store.read, stationSubject);
      const failures = (personBefore?.failures ?? 0) + 1;
      const count = (database: WritableDatabase) => {
        const at = now();
        const stationFailures = fadedStationFailures(tallyOf(stationBefore, at)) + 1;
        writeFailures(database, failuresAt(person, failures, at, tag));
        writeFailures(database, failuresAt(stationSubject, stationFailures, at, null));
        forgetBeyondLimit(database, person);
      };
      ports.store.write(count);
      return {
        failed(database) {
          count(database);
          if (tag !== null) {
            const at = ports.clock.now().toISOString();
            putReport(database, { tag, failures: Math.min(failures, 100), at });
            ports.onReport?.();
          }
          const next = judge(database, person, tag);
          return {
            freeAttemptsLeft: next.state === 'free' ? next.freeAttemptsLeft : 0,
            waitSeconds: next.state === 'wait' ? next.seconds : 0,
          };
        },
        succeeded(database) {
          restoreFailures(database, person, null);
          restoreFailures(database, stationSubject, stationBefore);
          if (tag === null) return;
          putSuccess(database, tag, personBefore !== null, ports.clock.now());
          ports.onReport?.();
        },
        notJudged(database) {
          restoreFailures(database, person, personBefore);
          restoreFailures(database, stationSubject, stationBefore);
        },
      };
    },
  };
}
