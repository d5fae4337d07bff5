import { sql } from 'kysely';
import { openStates } from '../commands/command-store.ts';
import type { HubQuery } from '../store/hub-database.ts';
import type { NoticeState, ReviewReason } from '../store/operation-tables.ts';
import { fullStationDays, type StationRow } from './station-days.ts';

/** How a hub stands, as its database knows. Nothing personal. */
export interface HubStanding {
  readonly at: string;
  readonly initialised: boolean;
  readonly queue: {
    /** Commands that have not ended. */
    readonly open: number;
    /** Those that have to be looked at by now. */
    readonly due: number;
    readonly oldestDueAt: string | null;
    /** Suspensions past their end, which the provider has not confirmed yet (I2). */
    readonly late: number;
  };
  readonly reviews: Readonly<Partial<Record<ReviewReason, number>>>;
  readonly notices: Readonly<Partial<Record<NoticeState, number>>>;
  readonly stations: readonly {
    readonly id: string;
    readonly name: string;
    readonly kind: 'lab' | 'counter';
    readonly lastContactAt: string | null;
  }[];
  readonly policyVersion: number | null;
  /** Sign-ins by stations' own verifiers in the last seven days, as far as they were told. */
  readonly offlineSignIns: number;
  /** Station audit checkpoints that contradict one that is kept. */
  readonly auditAnomalies: number;
  /** How the last sweep of any hub ended; null before the first one. */
  readonly sweep: {
    readonly at: string;
    /** `failed`: the provider gave no list. `too-many`: nobody was touched. */
    readonly outcome: 'swept' | 'too-many' | 'failed';
    /** People who are exempt still, and no command says why. */
    readonly unexplained: number;
    readonly resumed: number;
    /** Accounts that are exempt without saying whose they are. */
    readonly strangers: number;
  } | null;
  /** Stations that were refused to have more kept for them, by what it was, within a day or two. */
  readonly stationsFull: Readonly<Partial<Record<StationRow, number>>>;
  readonly feed: { readonly position: number; readonly epoch: string };
}

const count = sql<number>`count(*)::int`;

/** Reads everything in a few queries, each by an index or over a small table. */
export async function readStanding(query: HubQuery, now: Date): Promise<HubStanding> {
  const institution = await query.selectFrom('institution').select('id').executeTakeFirst();
  const open = await query
    .selectFrom('command')
    .select(count.as('count'))
    .where('state', 'in', openStates)
    .executeTakeFirstOrThrow();
  const due = await query
    .selectFrom('command')
    .select((select) => [count.as('count'), select.fn.min('next_run').as('oldest')])
    .where('next_run', '<=', now)
    .executeTakeFirstOrThrow();
  const late = await query
    .selectFrom('command')
    .select(count.as('count'))
    .where('next_run', 'is not', null)
    .where('until', '<=', now)
    .where('attempted_at', 'is not', null)
    .executeTakeFirstOrThrow();
  const reviews = await query
    .selectFrom('review')
    .select(['reason', count.as('count')])
    .where('closed_at', 'is', null)
    .groupBy('reason')
    .execute();
  const notices = await query
    .selectFrom('notice')
    .select(['state', count.as('count')])
    .groupBy('state')
    .execute();
  const stations = await query
    .selectFrom('station')
    .select(['id', 'name', 'kind', 'last_contact_at'])
    .where('revoked_at', 'is', null)
    .orderBy('name')
    .execute();
  const policy = await query
    .selectFrom('policy')
    .select((select) => select.fn.max('version').as('version'))
    .executeTakeFirst();
  const offline = await query
    .selectFrom('offline_sign_in')
    .select(count.as('count'))
    .where('signed_in_at', '>=', new Date(now.getTime() - 7 * 24 * 3_600_000))
    .executeTakeFirstOrThrow();
  const anomalies = await query
    .selectFrom('audit_anomaly')
    .select(count.as('count'))
    .executeTakeFirstOrThrow();
  const sweep = await query.selectFrom('sweep_run').selectAll().executeTakeFirst();
  const stationsFull = await fullStationDays(query, now);
  const feed = await query.selectFrom('feed_head').select(['position', 'epoch']).executeTakeFirstOrThrow();
  return {
    at: now.toISOString(),
    initialised: institution !== undefined,
    queue: {
      open: open.count,
      due: due.count,
      oldestDueAt: due.oldest?.toISOString() ?? null,
      late: late.count,
    },
    reviews: Object.fromEntries(reviews.map((row) => [row.reason, row.count])),
    notices: Object.fromEntries(notices.map((row) => [row.state, row.count])),
    stations: stations.map(({ last_contact_at, ...station }) => ({
      ...station,
      lastContactAt: last_contact_at?.toISOString() ?? null,
    })),
    policyVersion: policy?.version ?? null,
    offlineSignIns: offline.count,
    auditAnomalies: anomalies.count,
    sweep:
      sweep === undefined
        ? null
        : {
            at: sweep.at.toISOString(),
            outcome: sweep.outcome,
            unexplained: sweep.unexplained,
            resumed: sweep.resumed,
            strangers: sweep.strangers,
          },
    stationsFull,
    feed,
  };
}
