import { sql } from 'kysely';
import type { z } from 'zod';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { LocalizedText } from '../../../preload/contract/models/base.ts';
import type { alertSeenRequest, SupervisionResponse } from '../../exchange/oversight-interface.ts';
import type { SigningKey } from '../../exchange/signing-key.ts';
import { velocitySubject } from '../../exchange/velocity-subject.ts';
import { appendHubAudit } from '../audit/hub-audit.ts';
import { newestPolicy } from '../newest-policy.ts';
import { findOperator, readOperators } from '../operators/operator-table.ts';
import type { HubDatabase, HubQuery } from '../store/hub-database.ts';

/** How many days of refusals supervisors see. */
const refusedDays = 30;
const dayMs = 24 * 3_600_000;
const mostRows = 200;

/** Alerts, refusals and repeats of all counters, as they stand. People go by id. */
export async function readSupervision(database: HubDatabase, now: Date): Promise<SupervisionResponse> {
  const query = database.kysely;
  const policy = await newestPolicy(query);
  const repeatedDays = policy?.suspension.repeatDays ?? 180;
  const since = (days: number) => new Date(now.getTime() - days * dayMs);
  const stations = await query
    .selectFrom('station')
    .select(['id', 'label'])
    .where('kind', '=', 'counter')
    .execute();
  return {
    at: now.toISOString(),
    alerts: await readAlerts(query, since(refusedDays)),
    refused: await readRefused(query, since(refusedDays)),
    repeated: await readRepeated(query, since(repeatedDays)),
    days: { refused: refusedDays, repeated: repeatedDays },
    failedChecks: await readFailedChecks(query, since(refusedDays)),
    stations: Object.fromEntries(stations.map(({ id, label }) => [id, label])),
    operators: Object.fromEntries(
      (await readOperators(query)).map(({ id, name }): [string, LocalizedText] => [id, name]),
    ),
  };
}

/**
 * A supervisor has seen an alert, and signed that with their sign-in; the request is kept beside it. Refuses with `oversight/unknown`, and with `operators/own` where it is about themselves,
 * as operator or as a visitor (I4); seen twice, the first stands.
 */
export async function noteSeen(
  context: { readonly database: HubDatabase; readonly key: SigningKey; readonly now: () => Date },
  seen: z.output<typeof alertSeenRequest>,
): Promise<Result<null>> {
  const { operator, alert } = seen;
  return context.database.kysely.transaction().execute(async (transaction) => {
    const now = context.now();
    const known = await transaction
      .selectFrom('velocity_alert')
      .select(['seen_at', 'kind', 'subject'])
      .where('id', '=', alert)
      .forUpdate()
      .executeTakeFirst();
    if (known === undefined) return refuse('oversight/unknown');
    const own = {
      operator,
      person: (await findOperator(transaction, operator))?.person ?? null,
      station: null,
    } as const;
    if (known.subject === own[velocitySubject[known.kind]]) return refuse('operators/own');
    if (known.seen_at !== null) return ok(null);
    await transaction
      .updateTable('velocity_alert')
      .set({ seen_by: operator, seen_at: now, seen_proof: JSON.stringify(seen) })
      .where('id', '=', alert)
      .execute();
    const actor = { type: 'operator', id: operator } as const;
    await appendHubAudit(transaction, context.key, { kind: 'alert-seen', actor, facts: { alert } }, now);
    return ok(null);
  });
}

async function readAlerts(query: HubQuery, since: Date): Promise<SupervisionResponse['alerts']> {
  const rows = await query
    .selectFrom('velocity_alert')
    .selectAll()
    .where('raised_at', '>=', since)
    .orderBy(sql`seen_at is not null`)
    .orderBy('to_at', 'desc')
    .limit(mostRows)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    count: row.count,
    limit: row.threshold,
    hours: row.hours,
    from: row.from_at.toISOString(),
    to: row.to_at.toISOString(),
    seen:
      row.seen_by === null || row.seen_at === null
        ? null
        : { by: row.seen_by, at: row.seen_at.toISOString() },
  }));
}

async function readRefused(query: HubQuery, since: Date): Promise<SupervisionResponse['refused']> {
  const rows = await query
    .selectFrom('command')
    .select(['id', 'person', 'station', 'operator', 'state', 'state_at', 'refusal'])
    .where('state', 'in', ['refused', 'needs-review'])
    .where('state_at', '>=', since)
    .where('erased_at', 'is', null)
    .orderBy('state_at', 'desc')
    .limit(mostRows)
    .execute();
  return rows.map((row) => ({
    commandId: row.id,
    person: row.person,
    station: row.station,
    operator: row.operator,
    at: row.state_at.toISOString(),
    state: row.state === 'refused' ? 'refused' : 'needs-review',
    code: row.refusal,
  }));
}

/** People with two suspensions or more, or two refusals, in that time; the newest first. */
async function readRepeated(query: HubQuery, since: Date): Promise<SupervisionResponse['repeated']> {
  const rows = await query
    .selectFrom('command')
    .select([
      'person',
      sql<number>`(count(*) filter (where state <> 'refused'))::int`.as('suspensions'),
      sql<number>`(count(*) filter (where state = 'refused'))::int`.as('refused'),
      sql<string[]>`array_agg(distinct station)`.as('stations'),
      sql<Date>`max(issued_at)`.as('last_at'),
    ])
    .where('kind', '=', 'suspend')
    .where(sql<boolean>`not jsonb_exists(body, 'extends')`)
    .where('issued_at', '>=', since)
    .where('erased_at', 'is', null)
    .groupBy('person')
    .having(sql<boolean>`count(*) >= 2`)
    .orderBy('last_at', 'desc')
    .limit(mostRows)
    .execute();
  return rows.map(({ last_at, stations, ...row }) => ({
    ...row,
    stations: stations.slice(0, 100),
    lastAt: new Date(last_at).toISOString(),
  }));
}

async function readFailedChecks(query: HubQuery, since: Date): Promise<SupervisionResponse['failedChecks']> {
  const rows = await query
    .selectFrom('counter_day')
    .select(['station', sql<number>`sum((tally #>> '{outcomes,checkFailed}')::int)::int`.as('count')])
    .where('day', '>=', since.toISOString().slice(0, 10))
    .groupBy('station')
    .orderBy('count', 'desc')
    .limit(500)
    .execute();
  return rows.filter(({ count }) => count > 0);
}
