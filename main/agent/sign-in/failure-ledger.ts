import type { ReadableDatabase, Store, TrustedClock, WritableDatabase } from '../ports.ts';
import { type BootMoment, bootMoment, elapsedAtLeastMs, type StationBoot } from '../session/boot-moment.ts';
import {
  type BackOff,
  type FailureTally,
  fadedStationFailures,
  freeAttempts,
  judgeBackOff,
  personWaitSeconds,
  stationWaitSeconds,
} from './back-off.ts';
import { loginDigest, loginKey } from './login-digest.ts';

/** The row that counts for the whole station; a digest is 43 characters long and never this word. */
const stationSubject = 'station';
/** Typed logins that are remembered; beyond it the least failed and oldest are forgotten. */
const mostSubjects = 10_000;

interface FailureRow {
  readonly subject: string;
  readonly failures: number;
  readonly boot: string | null;
  readonly uptime_ms: number;
  readonly trusted_at: number | null;
  readonly seen_at: number;
}

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
  /** Forgets a person's failures: what the counter does for somebody who stands there. */
  clear(database: WritableDatabase, login: string): void;
}

function read(database: ReadableDatabase, subject: string): FailureRow | null {
  return database.get<FailureRow>('SELECT * FROM sign_in_failure WHERE subject = ?', subject) ?? null;
}

function write(database: WritableDatabase, row: FailureRow): void {
  database.run(
    `INSERT INTO sign_in_failure (subject, failures, boot, uptime_ms, trusted_at, seen_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, boot = excluded.boot,
       uptime_ms = excluded.uptime_ms, trusted_at = excluded.trusted_at, seen_at = excluded.seen_at`,
    row.subject,
    row.failures,
    row.boot,
    row.uptime_ms,
    row.trusted_at,
    row.seen_at,
  );
}

function restore(database: WritableDatabase, subject: string, before: FailureRow | null): void {
  if (before === null) database.run('DELETE FROM sign_in_failure WHERE subject = ?', subject);
  else write(database, before);
}

function forgetBeyondLimit(database: WritableDatabase, keep: string): void {
  database.run(
    `DELETE FROM sign_in_failure WHERE subject IN (
       SELECT subject FROM sign_in_failure WHERE subject NOT IN (?, ?)
       ORDER BY failures DESC, seen_at DESC LIMIT -1 OFFSET ?)`,
    stationSubject,
    keep,
    mostSubjects,
  );
}

function rowAt(subject: string, failures: number, at: BootMoment): FailureRow {
  return {
    subject,
    failures,
    boot: at.boot,
    uptime_ms: at.uptimeMs,
    trusted_at: at.trustedAt,
    seen_at: at.seenAt,
  };
}

function tallyOf(row: FailureRow | null, now: BootMoment): FailureTally {
  if (row === null) return { failures: 0, elapsedMs: 0 };
  const since: BootMoment = {
    boot: row.boot,
    uptimeMs: row.uptime_ms,
    trustedAt: row.trusted_at,
    seenAt: row.seen_at,
  };
  return { failures: row.failures, elapsedMs: elapsedAtLeastMs(since, now) };
}

/**
 * Failures per person at this station and of the station as a whole, kept across restarts. Waits are measured by what
 * has passed for certain: a clock set back or forward frees nobody, and a station that is switched off and on waits on.
 */
export function createFailureLedger(ports: {
  readonly store: Store;
  readonly clock: TrustedClock;
  readonly boot: StationBoot;
}): FailureLedger {
  let key: Buffer | null = null;
  const now = () => bootMoment(ports.boot, ports.clock);
  const subjectOf = (login: string): string => {
    key ??= ports.store.write(loginKey);
    return loginDigest(key, login);
  };

  return {
    judge(login) {
      const at = now();
      const { read: database } = ports.store;
      return judgeBackOff(
        tallyOf(read(database, subjectOf(login)), at),
        tallyOf(read(database, stationSubject), at),
      );
    },

    begin(login) {
      const person = subjectOf(login);
      const personBefore = read(ports.store.read, person);
      const stationBefore = read(ports.store.read, stationSubject);
      const count = (database: WritableDatabase) => {
        const at = now();
        const personFailures = (personBefore?.failures ?? 0) + 1;
        const stationFailures = fadedStationFailures(tallyOf(stationBefore, at)) + 1;
        write(database, rowAt(person, personFailures, at));
        write(database, rowAt(stationSubject, stationFailures, at));
        forgetBeyondLimit(database, person);
        return { personFailures, stationFailures };
      };
      ports.store.write(count);
      return {
        failed(database) {
          const { personFailures, stationFailures } = count(database);
          return {
            freeAttemptsLeft: Math.max(0, freeAttempts - personFailures),
            waitSeconds: Math.max(personWaitSeconds(personFailures), stationWaitSeconds(stationFailures)),
          };
        },
        succeeded(database) {
          restore(database, person, null);
          restore(database, stationSubject, stationBefore);
        },
        notJudged(database) {
          restore(database, person, personBefore);
          restore(database, stationSubject, stationBefore);
        },
      };
    },

    clear(database, login) {
      database.run(
        'DELETE FROM sign_in_failure WHERE subject = ?',
        loginDigest(key ?? loginKey(database), login),
      );
    },
  };
}
