import type { Server } from 'node:http';
import { Server as TlsServer } from 'node:https';
import { dirname, join } from 'node:path';
import type { Directory } from '../directory/directory.ts';
import { isLoopback } from '../http/service-origin.ts';
import type { Provider } from '../provider/provider.ts';
import type { ProviderBudget } from '../provider/provider-settings.ts';
import { type Administration, createAdministration } from './administration.ts';
import { createCommandLanes } from './commands/accept-command.ts';
import { expireDetail } from './erasure/erase-person.ts';
import { expireOversight } from './erasure/expire-oversight.ts';
import { sendEvents } from './events/send-events.ts';
import { createFeedWaiting } from './feed/waiting.ts';
import { forgetGuessing } from './guessing/forget-guessing.ts';
import type { HubContext } from './hub-context.ts';
import { openHubKey } from './hub-key.ts';
import type { HubServer } from './hub-server.ts';
import { runDueImports } from './imports/due-imports.ts';
import { readInstitution, startRefusal } from './institution.ts';
import { createNetworkWatch } from './networks/network-watch.ts';
import { createMailTransport } from './notices/mail-transport.ts';
import { sendDueNotices } from './notices/send-notices.ts';
import type { HubSettings } from './operation/hub-settings.ts';
import { createMetrics, serveMetrics } from './operation/metrics.ts';
import { createRound, type Round } from './operation/rounds.ts';
import { forgetStationDays } from './operation/station-days.ts';
import { readStanding } from './operation/status.ts';
import { raiseAlerts } from './oversight/raise-alerts.ts';
import { sendDueAlerts } from './oversight/send-alerts.ts';
import { questionsBudget } from './person-factors.ts';
import { createProviderHealth } from './provider-health.ts';
import { createRateLimiter, type RateLimit } from './rate-limit.ts';
import { type FactorWatchResult, watchFactors } from './re-enrolment/factor-watch.ts';
import { createCallBudget } from './reconcile/call-budget.ts';
import { createProviderCalls } from './reconcile/provider-calls.ts';
import { createReconciler, type Reconciler } from './reconcile/reconciler.ts';
import { describeError, type LogSettings } from './request-log.ts';
import { buildServer, type TlsSettings } from './server.ts';
import { addressOf, urlOf } from './server-address.ts';
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
  /** Runs the imports of people that are due. */
  runImports(): Promise<void>;
  /** Sends the events that are due, where receivers are named. */
  sendEvents(): Promise<void>;
  /** Looks for new factors of suspended people, where the policy asks for it. */
  watchFactors(): Promise<FactorWatchResult | null>;
  /** Looks for suspensions that come too fast, and sends the mails that are due of them. */
  watchVelocity(): Promise<void>;
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
const watchMs = 15_000;
const importMs = 15_000;
const eventMs = 5_000;
const velocityMs = 15_000;
/** One in so many of the provider's calls may look for new factors. */
const watchShare = 5;
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
    const random = options.random ?? Math.random;
    const budget = options.budget ?? widestBudget;
    const monotonicMs = options.monotonicMs ?? (() => performance.now());
    const calls = createProviderCalls(budget, random, monotonicMs);
    const networks = createNetworkWatch({ database, provider: options.provider, calls });
    const context: HubContext = {
      database,
      key,
      now,
      commandLanes: createCommandLanes(database, now),
      waiting,
      stationLimit: createRateLimiter(options.stationLimit ?? { burst: 60, perSecond: 10 }),
      addressLimit: createRateLimiter(options.addressLimit ?? { burst: 600, perSecond: 200 }),
      provider: options.provider,
      providerCalls: calls,
      factorQuestions: createProviderCalls(questionsBudget(budget), random, monotonicMs),
      providerHealth: createProviderHealth(options.provider, calls, budget.callsPerMinute),
      networkStanding: networks.standing,
      directory: options.directory ?? null,
      alertsMailed: options.settings?.mail?.alertsTo !== undefined,
      updates: join(dirname(options.keyPath), 'updates'),
      stopping: stopping.signal,
    };
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
      onSwept(result) {
        metrics.swept(result);
        if (result.outcome === 'too-many' || result.outcome === 'failed' || 'strangers' in result)
          app.log.warn({ where: 'sweep', ...result });
      },
    });
    const round = (where: string, everyMs: number, work: () => Promise<unknown>): Round =>
      createRound(
        async () => void (await work()),
        options.automatic === false ? null : everyMs,
        (error) => app.log.error({ where, fault: describeError(error) }),
      );
    const notices = round('notices', noticeMs, async () => {
      if (noticing !== null) await sendDueNotices(noticing, stopping.signal);
    });
    const expiry = round('retention', tidyMs, async () => {
      if (retentionDays === undefined) return;
      await expireDetail({ database, key, now }, retentionDays);
      await expireOversight({ database, now }, retentionDays);
    });
    const tidy = round('tidy', tidyMs, async () => {
      await forgetNonces(database.kysely, now());
      await forgetGuessing(database.kysely, now());
      await forgetStationDays(database.kysely, now());
    });
    const share = createCallBudget(Math.max(1, Math.floor(budget.callsPerMinute / watchShare)), monotonicMs);
    const watching = { database, provider: options.provider, key, now, random, calls, share };
    let watched: FactorWatchResult | null = null;
    const factors = round('factors', watchMs, async () => {
      watched = await watchFactors({ ...watching, stopping: stopping.signal });
    });
    const velocity = round('velocity', velocityMs, async () => {
      await raiseAlerts({ database, key, now, mailed: mail?.alertsTo !== undefined });
      if (noticing !== null) await sendDueAlerts(noticing, stopping.signal);
    });
    const imports = round('imports', importMs, () =>
      runDueImports({ database, key, now }, settings.imports ?? [], stopping.signal),
    );
    const events = round('events', eventMs, async () => {
      for (const sink of settings.events ?? []) {
        const result = await sendEvents({ database, now }, sink, stopping.signal);
        if (result.outcome === 'unreachable') app.log.warn({ where: 'events', sink: sink.name });
      }
    });
    const rounds = [notices, expiry, tidy, factors, velocity, imports, events];
    let metricsServer: Server | null = null;
    const close = async () => {
      metricsServer?.close();
      metricsServer?.closeAllConnections();
      stopping.abort();
      waiting.close();
      await closeServer(app);
      await reconciler.stop();
      await Promise.all(rounds.map((one) => one.stop()));
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
      url: urlOf(app.server, host, options.tls !== undefined),
      administration: createAdministration({ database, key, now, provider: options.provider, networks }),
      provider: options.provider,
      reconciler,
      waitingPolls: () => waiting.waiting,
      metricsUrl: metricsServer === null ? null : addressOf(metricsServer, settings.metrics?.host ?? ''),
      dump: database.dump ?? null,
      sendNotices: notices.run,
      expireDetail: expiry.run,
      watchVelocity: velocity.run,
      runImports: imports.run,
      sendEvents: events.run,
      async watchFactors() {
        await factors.run();
        return watched;
      },
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
