import type { Server } from 'node:http';
import { Server as TlsServer } from 'node:https';
import type { Directory } from '../directory/directory.ts';
import { isLoopback } from '../http/service-origin.ts';
import type { Provider } from '../provider/provider.ts';
import type { ProviderBudget } from '../provider/provider-settings.ts';
import { type Administration, createAdministration } from './administration.ts';
import { expireDetail } from './erasure/erase-person.ts';
import { createFeedWaiting } from './feed/waiting.ts';
import { forgetGuessing } from './guessing/forget-guessing.ts';
import type { HubContext } from './hub-context.ts';
import { openHubKey } from './hub-key.ts';
import type { HubServer } from './hub-server.ts';
import { readInstitution, startRefusal } from './institution.ts';
import { createNetworkWatch } from './networks/network-watch.ts';
import { createMailTransport } from './notices/mail-transport.ts';
import { sendDueNotices } from './notices/send-notices.ts';
import type { HubSettings } from './operation/hub-settings.ts';
import { createMetrics, serveMetrics } from './operation/metrics.ts';
import { readStanding } from './operation/status.ts';
import { createProviderHealth } from './provider-health.ts';
import { createRateLimiter, type RateLimit } from './rate-limit.ts';
import { createProviderCalls } from './reconcile/provider-calls.ts';
import { createReconciler, type Reconciler } from './reconcile/reconciler.ts';
import { describeError, type LogSettings } from './request-log.ts';
import { buildServer, type TlsSettings } from './server.ts';
import { forgetNonces } from './station-proof.ts';
import { type DatabaseSettings, openDatabase } from './store/connect.ts';
import type { HubDatabase } from './store/hub-database.ts';

export interface HubOptions {
  /** Settings to open a database with, or one that is open, which {@link RunningHub.stop} then leaves open. */
  readonly database: DatabaseSettings | { readonly kind: 'opened'; readonly database: HubDatabase };
  /** The hub's owner-only key file; made when there is none. Every hub on one database has the same. */
  readonly keyPath: string;
  readonly provider: Provider;
  /** What this process may spend on the provider; the most that a settings file may say when absent. */
  readonly budget?: ProviderBudget;
  /** Asked for lab stations that have no directory of their own; {@link RunningHub.stop} closes it. */
  readonly directory?: Directory;
  /** 127.0.0.1 when absent. Anything but loopback wants `tls` or `behindProxy`. */
  readonly host?: string;
  /** A free one when absent or 0. */
  readonly port?: number;
  readonly tls?: TlsSettings;
  /** A proxy before this hub ends TLS and reports the caller's address. */
  readonly behindProxy?: boolean;
  readonly log?: LogSettings;
  readonly now?: () => Date;
  /** Never goes back, in milliseconds; measures the provider's budget. */
  readonly monotonicMs?: () => number;
  /** From 0 up to 1; spreads the provider's retries. */
  readonly random?: () => number;
  /** False: nothing is reconciled, swept or tidied unless {@link RunningHub.reconciler} is told to. For tests. */
  readonly automatic?: boolean;
  /** Mail, metrics and retention; none of them when absent. */
  readonly settings?: HubSettings;
  readonly stationLimit?: RateLimit;
  readonly addressLimit?: RateLimit;
}

export interface RunningHub {
  /** Without a trailing slash. */
  readonly url: string;
  readonly administration: Administration;
  readonly provider: Provider;
  readonly reconciler: Pick<Reconciler, 'runDue' | 'runSweep' | 'lastSweep'>;
  /** How many long polls wait at this moment. */
  readonly waitingPolls: () => number;
  /** Where metrics are served, with `/metrics`; null for nowhere. */
  readonly metricsUrl: string | null;
  /** The whole embedded database as a gzipped tar while it runs; null for PostgreSQL, which has tools of its own. */
  readonly dump: (() => Promise<Uint8Array>) | null;
  /** Sends the notices that are due, where mail is set up. */
  sendNotices(): Promise<void>;
  /** Takes what is personal out of old commands, where retention is limited. */
  expireDetail(): Promise<void>;
  /** Serves new connections with another certificate. */
  renewCertificate(tls: TlsSettings): void;
  /**
   * Answers what is under way, lets long polls go, and closes. A provider call under way is given up; what it was for
   * stays due, for this hub's next start or another hub.
   */
  stop(): Promise<void>;
}

const tidyMs = 60_000;
const noticeMs = 5_000;
const widestBudget: ProviderBudget = { callsPerMinute: 60_000, concurrentCalls: 4 };
/** Longest that what is under way may take once the hub stops. */
const stopLimitMs = 10_000;

/**
 * Starts a hub. Throws when the database can't be opened, the key is not this database's, the provider is not the one
 * that it was initialised with, or it would listen unprotected beyond loopback.
 */
export async function startHub(options: HubOptions): Promise<RunningHub> {
  const host = options.host ?? '127.0.0.1';
  if (!isLoopback(host) && options.tls === undefined && options.behindProxy !== true)
    throw new Error('beyond loopback the hub wants a certificate, or to be told that it is behind a proxy');
  const key = await openHubKey(options.keyPath);
  const database =
    options.database.kind === 'opened' ? options.database.database : await openDatabase(options.database);
  const closeDatabase = async () => {
    if (options.database.kind !== 'opened') await database.close();
  };
  try {
    const institution = await readInstitution(database.kysely);
    const refusal =
      institution === null ? null : startRefusal(institution, { keyId: key.id, provider: options.provider });
    if (refusal !== null) throw new Error(refusal);

    const now = options.now ?? (() => new Date());
    const stopping = new AbortController();
    const waiting = createFeedWaiting(database);
    const networks = createNetworkWatch({ database, provider: options.provider });
    const context: HubContext = {
      database,
      key,
      now,
      waiting,
      stationLimit: createRateLimiter(options.stationLimit ?? { burst: 60, perSecond: 10 }),
      addressLimit: createRateLimiter(options.addressLimit ?? { burst: 600, perSecond: 200 }),
      provider: options.provider,
      providerHealth: createProviderHealth(options.provider),
      networkStanding: networks.standing,
      directory: options.directory ?? null,
      stopping: stopping.signal,
    };
    const random = options.random ?? Math.random;
    const budget = options.budget ?? widestBudget;
    const calls = createProviderCalls(budget, random, options.monotonicMs ?? (() => performance.now()));
    const metrics = createMetrics({
      standing: () => readStanding(database.kysely, now()),
      providerHealth: context.providerHealth,
      providerCalls: calls,
      waitingPolls: () => waiting.waiting,
    });
    const settings = options.settings ?? {};
    const { mail, retentionDays } = settings;
    const noticing =
      mail === undefined ? null : { database, settings: mail, send: createMailTransport(mail), now, random };
    const sendNotices = once(async () => {
      if (noticing !== null) await sendDueNotices(noticing, stopping.signal);
    });
    const expire = once(async () => {
      if (retentionDays !== undefined) await expireDetail({ database, key, now }, retentionDays);
    });
    const app = await buildServer(context, {
      answered: metrics.answered,
      tls: options.tls ?? null,
      behindProxy: options.behindProxy ?? false,
      log: options.log ?? null,
    });
    const reconciler = createReconciler({
      database,
      provider: options.provider,
      calls,
      concurrency: budget.concurrentCalls,
      key,
      now,
      random,
      stopping: stopping.signal,
      automatic: options.automatic ?? true,
      onFault: (where, error) => app.log.error({ where, fault: describeError(error) }),
    });
    const tidy =
      options.automatic === false
        ? null
        : setInterval(() => {
            Promise.all([
              forgetNonces(database.kysely, now()),
              forgetGuessing(database.kysely, now()),
              expire(),
            ]).catch((error: unknown) => app.log.error({ where: 'tidy', fault: describeError(error) }));
          }, tidyMs);
    const noticeTimer =
      options.automatic === false || noticing === null
        ? null
        : setInterval(() => {
            sendNotices().catch((error: unknown) =>
              app.log.error({ where: 'notices', fault: describeError(error) }),
            );
          }, noticeMs);
    let metricsServer: Server | null = null;
    const close = async () => {
      if (noticeTimer !== null) clearInterval(noticeTimer);
      metricsServer?.close();
      metricsServer?.closeAllConnections();
      stopping.abort();
      waiting.close();
      if (tidy !== null) clearInterval(tidy);
      await closeServer(app);
      await reconciler.stop();
      await Promise.allSettled([sendNotices.ended(), expire.ended()]);
      await options.directory?.close();
    };
    try {
      if (settings.metrics !== undefined) metricsServer = await serveMetrics(metrics, settings.metrics);
      await app.listen({ host, port: options.port ?? 0 });
    } catch (error) {
      await close();
      throw error;
    }
    let stopped: Promise<void> | null = null;
    return {
      url: urlOf(app, host, options.tls !== undefined),
      administration: createAdministration({ database, key, now, provider: options.provider, networks }),
      provider: options.provider,
      reconciler,
      waitingPolls: () => waiting.waiting,
      metricsUrl: metricsServer === null ? null : addressOf(metricsServer, settings.metrics?.host ?? ''),
      dump: database.dump ?? null,
      sendNotices,
      expireDetail: expire,
      renewCertificate(tls) {
        if (app.server instanceof TlsServer)
          app.server.setSecureContext({ cert: tls.certificate, key: tls.key });
      },
      stop() {
        stopped ??= close().finally(closeDatabase);
        return stopped;
      },
    };
  } catch (error) {
    await closeDatabase();
    throw error;
  }
}

async function closeServer(app: HubServer): Promise<void> {
  const closed = app.close();
  app.server.closeIdleConnections();
  const limit = setTimeout(() => app.server.closeAllConnections(), stopLimitMs);
  try {
    await closed;
  } finally {
    clearTimeout(limit);
  }
}

/** Makes what is asked for while it runs wait for that run, and lets a stopping hub wait for it. */
function once(work: () => Promise<void>): (() => Promise<void>) & { ended(): Promise<void> } {
  let running: Promise<void> | null = null;
  const run = () => {
    running ??= work().finally(() => {
      running = null;
    });
    return running;
  };
  return Object.assign(run, { ended: async () => running ?? undefined });
}

function urlOf(app: HubServer, host: string, tls: boolean): string {
  return `${tls ? 'https' : 'http'}${addressOf(app.server, host).slice('http'.length)}`;
}

function addressOf(server: Pick<Server, 'address'>, host: string): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the hub has no address');
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}
