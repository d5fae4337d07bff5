import { sql } from 'kysely';
import type { HubDatabase, HubQuery } from '../store/hub-database.ts';
import { openEventChannel } from './event-channel.ts';
import type { EventSink } from './event-settings.ts';
import { auditEvent, type EventStream, type HubEvent, type OutcomeRow, outcomeEvent } from './hub-event.ts';

/** Events in one batch: memory holds one, and so many may come twice after a break. */
const batchSize = 200;
const streams: readonly EventStream[] = ['audit', 'outcome'];

export interface EventContext {
  readonly database: HubDatabase;
  readonly now: () => Date;
}

/** `elsewhere`: another hub sends to this receiver at this moment. `unreachable`: what was not taken stays to be sent. */
export type SendResult =
  | { readonly outcome: 'sent'; readonly events: number }
  | { readonly outcome: 'unreachable'; readonly events: number }
  | { readonly outcome: 'elsewhere' };

/**
 * Sends a receiver everything that it has not been sent, each stream in its order, and remembers how far after each batch:
 * at least once, never with a gap. A receiver that is slow slows this down and nothing else.
 */
export async function sendEvents(
  { database, now }: EventContext,
  sink: EventSink,
  stopping: AbortSignal,
): Promise<SendResult> {
  const lock = await database.tryLock(`events:${sink.name}`);
  if (lock === null) return { outcome: 'elsewhere' };
  let sent = 0;
  try {
    const gone = AbortSignal.any([lock.lost, stopping]);
    if (!(await isAnythingToSend(database.kysely, sink.name))) return { outcome: 'sent', events: 0 };
    const channel = await openEventChannel(sink, gone);
    try {
      for (const stream of streams)
        for (;;) {
          if (gone.aborted) return { outcome: 'sent', events: sent };
          const cursor = await cursorOf(database.kysely, sink.name, stream);
          const { events, end } = await eventsAfter(database.kysely, stream, cursor);
          if (end === null) break;
          await channel.send(events);
          gone.throwIfAborted();
          await moveCursor(database.kysely, { sink: sink.name, stream, cursor: end }, now());
          sent += events.length;
        }
    } finally {
      await channel.close();
    }
    return { outcome: 'sent', events: sent };
  } catch (error) {
    if (isDatabaseFault(error)) throw error;
    return { outcome: 'unreachable', events: sent };
  } finally {
    await lock.release();
  }
}

/** A fault of ours must be seen in the log; one of the receiver's is told by what it has not been sent. */
function isDatabaseFault(error: unknown): boolean {
  return error instanceof Error && ('severity' in error || error.name === 'ZodError');
}

async function isAnythingToSend(query: HubQuery, sink: string): Promise<boolean> {
  for (const stream of streams) {
    const { end } = await eventsAfter(query, stream, await cursorOf(query, sink, stream), 1);
    if (end !== null) return true;
  }
  return false;
}

async function cursorOf(query: HubQuery, sink: string, stream: EventStream): Promise<number> {
  const row = await query
    .selectFrom('event_export')
    .select('cursor')
    .where('sink', '=', sink)
    .where('stream', '=', stream)
    .executeTakeFirst();
  return row?.cursor ?? 0;
}

async function moveCursor(
  query: HubQuery,
  to: { readonly sink: string; readonly stream: EventStream; readonly cursor: number },
  now: Date,
): Promise<void> {
  const row = { cursor: to.cursor, moved_at: now };
  await query
    .insertInto('event_export')
    .values({ sink: to.sink, stream: to.stream, ...row })
    .onConflict((conflict) => conflict.columns(['sink', 'stream']).doUpdateSet(row))
    .execute();
}

async function eventsAfter(
  query: HubQuery,
  stream: EventStream,
  cursor: number,
  limit = batchSize,
): Promise<{ readonly events: readonly HubEvent[]; readonly end: number | null }> {
  const events =
    stream === 'audit' ? await auditAfter(query, cursor, limit) : await outcomesAfter(query, cursor, limit);
  return { events, end: events.at(-1)?.position ?? null };
}

async function auditAfter(query: HubQuery, cursor: number, limit: number): Promise<readonly HubEvent[]> {
  const rows = await query
    .selectFrom('hub_audit')
    .select(['sequence', 'entry', 'hash'])
    .where('sequence', '>', cursor)
    .orderBy('sequence')
    .limit(limit)
    .execute();
  return rows.map(auditEvent);
}

async function outcomesAfter(query: HubQuery, cursor: number, limit: number): Promise<readonly HubEvent[]> {
  const { rows } = await sql<OutcomeRow>`
    select feed.position, feed.at, command.id as command, command.kind, reference ->> 'state' as state,
      reference ->> 'ending' as ending, reference ->> 'refusal' as refusal, command.station, command.operator
    from feed join command on command.id = (reference ->> 'commandId')::uuid
    where feed.kind = 'outcome' and feed.position > ${cursor} order by feed.position limit ${limit}`.execute(
    query,
  );
  return rows.map(outcomeEvent);
}
