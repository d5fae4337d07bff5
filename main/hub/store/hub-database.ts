import type { Kysely, Transaction } from 'kysely';
import type { HubSchema } from './schema.ts';

/** Channels of LISTEN/NOTIFY. */
export type Channel = 'madoguchi_feed' | 'madoguchi_reconcile';

/** A lock that this process holds until it releases it or loses it. */
export interface HeldLock {
  /** Aborted when the lock is lost (the connection that carried it broke): whatever it protected must stop. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/**
 * What the hub needs of its database beyond SQL. Two implementations: PostgreSQL, and PGlite inside this process. A
 * transaction never awaits another one: PGlite has one connection.
 */
export interface HubDatabase {
  readonly kind: 'postgres' | 'embedded';
  readonly kysely: Kysely<HubSchema>;
  /**
   * Calls `handler` with the payload of each notification, and with an empty one after notifications may have been
   * missed. Returns what ends it.
   */
  listen(channel: Channel, handler: (payload: string) => void): () => void;
  /** Takes the lock named `name` for this process, across every hub on this database; null when it is taken. */
  tryLock(name: string): Promise<HeldLock | null>;
  /** The whole database as a gzipped tar while it is in use; absent where the server has tools of its own. */
  readonly dump?: () => Promise<Uint8Array>;
  close(): Promise<void>;
}

export type HubTransaction = Transaction<HubSchema>;
export type HubQuery = Kysely<HubSchema> | HubTransaction;
