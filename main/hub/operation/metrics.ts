import { createServer, type Server } from 'node:http';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ProviderCalls } from '../reconcile/provider-calls.ts';
import type { SweepResult } from '../reconcile/sweep.ts';
import { answerInTime } from '../store/answer-in-time.ts';
import type { HubStanding } from './status.ts';

const believedMs = 5_000;

export interface HubMetrics {
  /** One answered request, by its route's pattern. */
  answered(route: string, status: number, seconds: number): void;
  /** How a sweep of this hub ended. */
  swept(result: SweepResult): void;
  /** The exposition text. */
  text(): Promise<string>;
}

/**
 * What the hub tells Prometheus: numbers by route, state and reason; never a person, a station or an address. The database
 * is asked at most every five seconds, however often it is scraped.
 */
export function createMetrics(ports: {
  readonly standing: () => Promise<HubStanding>;
  readonly providerHealth: () => Promise<'up' | 'down' | 'unknown'>;
  readonly providerCalls: Pick<ProviderCalls, 'waitMs' | 'pausedMs'>;
  readonly waitingPolls: () => number;
}): HubMetrics {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  collectDefaultMetrics({ register: registry, prefix: 'madoguchi_hub_' });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `madoguchi_hub_${name}`, help, labelNames, registers });
  const requests = new Histogram({
    name: 'madoguchi_hub_request_seconds',
    help: 'Requests by route and status; the feed is a long poll',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 30],
    registers,
  });
  const up = gauge('database_up', 'Whether the database answers');
  const provider = gauge('provider_up', 'Whether the identity provider answers');
  const budget = gauge(
    'provider_wait_seconds',
    'How long this hub has to wait until it may call the provider again, by its budget or a pause',
  );
  const paused = gauge('provider_pause_seconds', 'How long the provider itself still wants no calls');
  const open = gauge('commands_open', 'Commands that have not ended');
  const due = gauge('commands_due', 'Commands that have to be looked at by now');
  const oldest = gauge('commands_oldest_due_seconds', 'For how long the oldest of them has been due');
  const late = gauge('suspensions_late', 'Suspensions past their end that the provider has not confirmed');
  const unexplained = gauge(
    'exempt_unexplained',
    'People whom the provider holds exempt and no command explains, as this hub’s last sweep left them',
  );
  const strangers = gauge(
    'exempt_strangers',
    'Accounts that the provider holds exempt without saying whose they are: nobody ends these',
  );
  const unlisted = gauge('sweep_failed', 'Whether the last sweep got no list of exempt people');
  const reviews = gauge('reviews_open', 'Open reviews', ['reason']);
  const notices = gauge('notices', 'Notices by mail', ['state']);
  const stations = gauge('stations', 'Enrolled stations', ['kind']);
  const silent = gauge('stations_silent', 'Enrolled stations not heard of for fifteen minutes', ['kind']);
  const policy = gauge('policy_version', 'Newest published policy');
  const anomalies = gauge('audit_anomalies', 'Station checkpoints that contradict a kept one');
  const offline = gauge(
    'offline_sign_ins_7d',
    'Sign-ins while the directory was out of reach, last seven days',
  );
  const full = gauge(
    'stations_full',
    'Stations that were refused to have more kept for them, by what it was, within a day or two',
    ['kind'],
  );
  const polls = gauge('waiting_polls', 'Long polls that wait');
  let lookedAt = Number.NEGATIVE_INFINITY;

  async function look(): Promise<void> {
    polls.set(ports.waitingPolls());
    budget.set(ports.providerCalls.waitMs() / 1000);
    paused.set(ports.providerCalls.pausedMs() / 1000);
    if (performance.now() - lookedAt < believedMs) return;
    lookedAt = performance.now();
    provider.set((await ports.providerHealth()) === 'up' ? 1 : 0);
    let standing: HubStanding;
    try {
      standing = await answerInTime(ports.standing());
    } catch {
      up.set(0);
      return;
    }
    up.set(1);
    const at = Date.parse(standing.at);
    open.set(standing.queue.open);
    due.set(standing.queue.due);
    oldest.set(
      standing.queue.oldestDueAt === null ? 0 : (at - Date.parse(standing.queue.oldestDueAt)) / 1000,
    );
    late.set(standing.queue.late);
    reviews.reset();
    for (const [reason, value] of Object.entries(standing.reviews)) reviews.set({ reason }, value);
    notices.reset();
    for (const [state, value] of Object.entries(standing.notices)) notices.set({ state }, value);
    for (const kind of ['lab', 'counter'] as const) {
      const ours = standing.stations.filter((station) => station.kind === kind);
      stations.set({ kind }, ours.length);
      const heard = ours.filter(
        ({ lastContactAt }) => lastContactAt !== null && at - Date.parse(lastContactAt) < 15 * 60_000,
      );
      silent.set({ kind }, ours.length - heard.length);
    }
    policy.set(standing.policyVersion ?? 0);
    anomalies.set(standing.auditAnomalies);
    offline.set(standing.offlineSignIns);
    full.reset();
    for (const [kind, value] of Object.entries(standing.stationsFull)) full.set({ kind }, value);
  }

  return {
    swept(result) {
      unlisted.set(result.outcome === 'failed' ? 1 : 0);
      if (result.outcome !== 'too-many' && result.outcome !== 'swept') return;
      unexplained.set(result.outcome === 'swept' ? result.failed : result.unexplained);
      strangers.set(result.strangers ?? 0);
    },
    answered: (route, status, seconds) => requests.observe({ route, status: String(status) }, seconds),
    async text() {
      await look();
      return registry.metrics();
    },
  };
}

/** Serves `GET /metrics` on an address of its own, and nothing else. */
export async function serveMetrics(
  metrics: HubMetrics,
  address: { readonly host: string; readonly port: number },
): Promise<Server> {
  const server = createServer({ maxHeaderSize: 8192, requestTimeout: 10_000 }, (request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    metrics.text().then(
      (text) =>
        response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address.port, address.host, resolve);
  });
  return server;
}
