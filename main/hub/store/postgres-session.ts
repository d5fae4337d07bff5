import pg from 'pg';
import type { Channel, HeldLock, HubDatabase } from './hub-database.ts';

/** First half of the key of every session lock, apart from the transaction locks' (see `transaction-locks.ts`). */
const sessionLockSpace = 7_302_001;
/** Longest answer, and how often an idle connection is asked whether it still is one, in milliseconds. */
const queryLimitMs = 10_000;
const heartbeatMs = 15_000;
const channels: readonly Channel[] = ['madoguchi_feed', 'madoguchi_reconcile'];

interface Session extends Pick<HubDatabase, 'listen' | 'tryLock'> {
  close(): Promise<void>;
}

/**
 * One connection that carries notifications and session-level advisory locks. The server frees the locks when the
 * connection ends, so a hub that dies hands over at once. When it breaks, every held lock is reported lost, and it is
 * opened again with growing pauses; whoever listens is then woken once, for what may have been missed.
 */
export async function openPostgresSession(url: string): Promise<Session> {
  const handlers = new Map<Channel, Set<(payload: string) => void>>(
    channels.map((name) => [name, new Set()]),
  );
  const held = new Map<string, AbortController>();
  let client: pg.Client | null = null;
  let closed = false;
  let retry: NodeJS.Timeout | null = null;
  let last: Promise<unknown> = Promise.resolve();

  /** One connection takes one query at a time. One that does not answer is given up: it may be half open. */
  function inTurn<T>(current: pg.Client, query: () => Promise<T>): Promise<T> {
    const result = last.then(query);
    last = result.catch(() => {
      if (client !== current) return;
      lose();
      current.end().catch(() => undefined);
    });
    return result;
  }

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: url,
      application_name: 'madoguchi-hub-session',
      connectionTimeoutMillis: 5_000,
      query_timeout: queryLimitMs,
      keepAlive: true,
    });
    let gone = false;
    const onGone = () => {
      if (gone) return;
      gone = true;
      if (client === next) lose();
    };
    next.on('error', onGone);
    next.on('end', onGone);
    next.on('notification', ({ channel, payload }) => {
      for (const [name, listening] of handlers)
        if (name === channel) for (const handler of listening) handler(payload ?? '');
    });
    try {
      await next.connect();
      for (const channel of channels) await next.query(`listen ${channel}`);
    } catch (error) {
      gone = true;
      await next.end().catch(() => undefined);
      throw error;
    }
    if (gone || closed) {
      await next.end().catch(() => undefined);
      throw new Error('the session ended while it was opened');
    }
    client = next;
  }

  function lose(): void {
    client = null;
    for (const lock of held.values()) lock.abort();
    held.clear();
    if (!closed) reconnect(200);
  }

  function reconnect(pauseMs: number): void {
    retry = setTimeout(() => {
      connect().then(
        () => {
          for (const listening of handlers.values()) for (const handler of listening) handler('');
        },
        () => {
          if (!closed) reconnect(Math.min(pauseMs * 2, 5_000));
        },
      );
    }, pauseMs);
    retry.unref();
  }

  async function tryLock(name: string): Promise<HeldLock | null> {
    const current = client;
    // Session locks count: the same session would get its own lock again.
    if (current === null || held.has(name)) return null;
    const lock = new AbortController();
    held.set(name, lock);
    let taken = false;
    try {
      const { rows } = await inTurn(current, () =>
        current.query<{ taken: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as taken', [
          sessionLockSpace,
          name,
        ]),
      );
      taken = rows[0]?.taken === true;
    } finally {
      if (!taken && held.get(name) === lock) held.delete(name);
    }
    if (!taken) return null;
    return {
      lost: lock.signal,
      async release() {
        if (held.get(name) !== lock) return;
        try {
          await inTurn(current, () =>
            current.query('select pg_advisory_unlock($1, hashtext($2))', [sessionLockSpace, name]),
          );
        } catch {
          // The connection is going; the server frees the lock with it.
        } finally {
          if (held.get(name) === lock) held.delete(name);
        }
      },
    };
  }

  await connect();
  const heartbeat = setInterval(() => {
    const current = client;
    if (current !== null) inTurn(current, () => current.query('select 1')).catch(() => undefined);
  }, heartbeatMs);
  heartbeat.unref();
  return {
    listen(channel, handler) {
      handlers.get(channel)?.add(handler);
      return () => {
        handlers.get(channel)?.delete(handler);
      };
    },
    tryLock,
    async close() {
      closed = true;
      clearInterval(heartbeat);
      await last;
      if (retry !== null) clearTimeout(retry);
      const current = client;
      client = null;
      await current?.end().catch(() => undefined);
    },
  };
}
