import { createHmac } from 'node:crypto';
import { foldLogin, tagOfLogin } from '../../exchange/login-tag.ts';
import {
  assumedLockOut,
  type BackOff,
  type FailureTally,
  fadedStationFailures,
  judgeBackOff,
  type SharedTally,
} from '../../exchange/sign-in-back-off.ts';
import type { SigningKey } from '../../exchange/signing-key.ts';
import { hubSecret } from '../hub-secret.ts';
import { newestPolicy } from '../newest-policy.ts';
import type { HubDatabase, HubQuery, HubTransaction } from '../store/hub-database.ts';
import { lockSignIn } from '../store/transaction-locks.ts';
import { hubTagKey } from './tag-key.ts';

/** How long failures at one station count at the others. */
const countsElsewhereMs = 24 * 3_600_000;
/** How long after the hub saw the right password its station's word that the person got in is believed of everybody's count. */
const believedMs = 15 * 60_000;
const dayMs = 86_400_000;
/** Stands in a login's place for all failures of a station; no digest looks like it. */
const wholeStation = '';

/** An attempt counts as failed from its beginning, so that many at once buy nothing. */
export interface DirectoryAttempt {
  /** The directory took the password: what the hub counted of the login is over. */
  verified(): Promise<void>;
  /** The directory said nothing of the password: it counts no more. */
  notJudged(): Promise<void>;
}

/** Failed passwords as the hub saw them itself, by a station and login. The stations' own counting stays beside it. */
export interface DirectorySignIns {
  /** Counts an attempt, or says what it has to wait for. */
  begin(station: string, login: string): Promise<DirectoryAttempt | Exclude<BackOff, { state: 'free' }>>;
}

/**
 * By the stations' own rule, so that a station's key gives nobody more tries than its keyboard would: five are free, each
 * station waits a minute at most, failures elsewhere count four at most, and the directory is left alone before its own lock-out.
 * Logins are kept as a digest keyed by the hub's key, which is not in the database (I7).
 */
export function createDirectorySignIns(context: {
  readonly database: HubDatabase;
  readonly key: SigningKey;
  readonly now: () => Date;
}): DirectorySignIns {
  const { kysely } = context.database;
  return {
    async begin(station, login) {
      const digest = signInDigest(context.key, login);
      return kysely.transaction().execute(async (transaction) => {
        await lockSignIn(transaction, digest);
        await lockSignIn(transaction, station);
        const now = context.now();
        const rows = await rowsOf(transaction, digest);
        const own = rows.find((row) => row.station === station);
        const [whole] = await rowsOf(transaction, wholeStation, station);
        const policy = await newestPolicy(transaction);
        const backOff = judgeBackOff(
          tallyOf(own, now),
          tallyOf(whole, now),
          sharedOf(rows, station, now),
          policy?.directoryLockOut ?? assumedLockOut,
        );
        if (backOff.state !== 'free') return backOff;
        const tag = tagOfLogin(hubTagKey(context.key), login);
        const counted = { failures: (own?.failures ?? 0) + 1, failed_at: now };
        await count(transaction, { login: digest, station, tag }, counted);
        const stationCounted = { failures: fadedStationFailures(tallyOf(whole, now)) + 1, failed_at: now };
        await count(transaction, { login: wholeStation, station, tag: '' }, stationCounted);
        const uncountStation = (query: HubQuery) =>
          uncount(query, { login: wholeStation, station }, stationCounted, whole);
        const takeBack = async (query: HubQuery) => {
          await uncountStation(query);
          await uncount(query, { login: digest, station }, counted, own);
        };
        return {
          verified: () =>
            kysely.transaction().execute(async (settling) => {
              await uncountStation(settling);
              await settling
                .updateTable('directory_sign_in')
                .set({ failures: 0 })
                .where('login', '=', digest)
                .execute();
              await settling
                .updateTable('directory_sign_in')
                .set({ verified_at: context.now() })
                .where('login', '=', digest)
                .where('station', '=', station)
                .execute();
            }),
          notJudged: () => kysely.transaction().execute(takeBack),
        };
      });
    },
  };
}

/** What stands for a login here, in whatever spelling: all 256 bits of a keyed digest. */
export function signInDigest(key: SigningKey, login: string): string {
  return createHmac('sha256', hubSecret(key, 'directory-login')).update(foldLogin(login)).digest('base64url');
}

/**
 * Whether the hub itself saw the right password of such a login at this station just before: only then can its station know
 * that somebody got in whose failures lie elsewhere.
 */
export async function wasVerified(query: HubQuery, station: string, tag: string, at: Date): Promise<boolean> {
  const row = await query
    .selectFrom('directory_sign_in')
    .select('login')
    .where('tag', '=', tag)
    .where('station', '=', station)
    .where('verified_at', '>=', new Date(at.getTime() - believedMs))
    .where('verified_at', '<=', new Date(at.getTime() + believedMs))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** A counter cleared these logins. */
export async function clearSignIns(query: HubQuery, digests: readonly string[]): Promise<void> {
  await query.deleteFrom('directory_sign_in').where('login', 'in', digests).execute();
}

/** Forgets successes of yesterday, and failures that nobody followed up for so long that they say nothing of today. */
export async function forgetSignIns(query: HubQuery, now: Date, failureDays: number): Promise<void> {
  const before = (days: number) => new Date(now.getTime() - days * dayMs);
  await query
    .deleteFrom('directory_sign_in')
    .where((where) =>
      where.or([
        where('failed_at', '<', before(failureDays)),
        where.and([where('failures', '<=', 0), where('failed_at', '<', before(1))]),
      ]),
    )
    .execute();
}

interface SignInRow {
  readonly station: string;
  readonly failures: number;
  readonly failed_at: Date;
}

function rowsOf(transaction: HubTransaction, login: string, station?: string): Promise<SignInRow[]> {
  return transaction
    .selectFrom('directory_sign_in')
    .select(['station', 'failures', 'failed_at'])
    .where('login', '=', login)
    .$if(station !== undefined, (one) => one.where('station', '=', station ?? ''))
    .execute();
}

function tallyOf(row: SignInRow | undefined, now: Date): FailureTally {
  if (row === undefined) return { failures: 0, elapsedMs: 0 };
  return { failures: row.failures, elapsedMs: Math.max(0, now.getTime() - row.failed_at.getTime()) };
}

function sharedOf(rows: readonly SignInRow[], station: string, now: Date): SharedTally {
  const elsewhere = rows.filter(
    (row) =>
      row.station !== station &&
      row.failures > 0 &&
      now.getTime() - row.failed_at.getTime() < countsElsewhereMs,
  );
  const last = Math.max(0, ...elsewhere.map((row) => row.failed_at.getTime()));
  const sum = (of: readonly SignInRow[]) => of.reduce((total, { failures }) => total + failures, 0);
  return {
    elsewhere: sum(elsewhere),
    total: sum(rows),
    elapsedMs: elsewhere.length === 0 ? 0 : Math.max(0, now.getTime() - last),
  };
}

async function count(
  transaction: HubTransaction,
  row: { readonly login: string; readonly station: string; readonly tag: string },
  counted: Counted,
): Promise<void> {
  await transaction
    .insertInto('directory_sign_in')
    .values({ ...row, ...counted })
    .onConflict((conflict) => conflict.columns(['login', 'station']).doUpdateSet(counted))
    .execute();
}

type Counted = Pick<SignInRow, 'failures' | 'failed_at'>;

/** Puts back what stood there before; where another attempt was counted meanwhile, it only counts one less. */
async function uncount(
  query: HubQuery,
  { login, station }: { readonly login: string; readonly station: string },
  counted: Counted,
  before: Counted | undefined,
): Promise<void> {
  const row = query
    .updateTable('directory_sign_in')
    .where('login', '=', login)
    .where('station', '=', station);
  const restored = await row
    .set({ failures: before?.failures ?? 0, failed_at: before?.failed_at ?? counted.failed_at })
    .where('failures', '=', counted.failures)
    .where('failed_at', '=', counted.failed_at)
    .executeTakeFirstOrThrow();
  if (restored.numUpdatedRows > 0n) return;
  await row
    .set((set) => ({ failures: set('failures', '-', 1) }))
    .where('failures', '>', 0)
    .execute();
}
