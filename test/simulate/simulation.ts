import type { Command } from '../../main/exchange/command.ts';
import type { OperatorRecord } from '../../main/exchange/operator-assertion.ts';
import { hour, policyOf, resumptionOf, suspensionOf } from '../contract/hub/hub-documents.ts';
import { type SeededRandom, seededRandom } from '../fuzz/seeded-random.ts';
import { createEventQueue } from './event-queue.ts';
import { minute, morningForMs, morningFromMs, type Scenario } from './scenario.ts';
import { createSimulatedHub, type SimulatedHub } from './simulated-hub.ts';
import { createProviderService, type ProviderService } from './simulated-provider-service.ts';

const day = 24 * hour;
const firstDay = Date.parse('2026-07-20T00:00:00.000Z');
const operator: OperatorRecord = {
  id: 'operator-1',
  name: { ja: '係員', en: 'Clerk' },
  role: 'operator',
  person: null,
  credentials: [],
  revokedAt: null,
};

/** What a run shows. Times in seconds. */
export interface SimulationReport {
  readonly scenario: {
    readonly stations: number;
    readonly commands: number;
    readonly callsPerMinute: number;
  };
  /** From the signature at the counter to the provider's confirmation, of suspensions that were in force. */
  readonly applied: Spread;
  /** The same from the hub's acceptance on: without what a counter waited while it was cut off. */
  readonly appliedFromArrival: Spread;
  /** From a suspension's end to the provider's confirmation of it (I2). */
  readonly endLate: Spread;
  readonly deepestQueue: number;
  readonly providerCalls: number;
  readonly callsPerCommand: number;
  readonly throttled: number;
  readonly mostCallsInAMinute: number;
  readonly endings: Readonly<Record<string, number>>;
  readonly refusals: Readonly<Record<string, number>>;
  /** What must never be; empty. */
  readonly violations: readonly string[];
}

export interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly most: number;
}

/** Runs a scenario to the end of everything that it began. The same scenario gives the same report. */
export function simulate(scenario: Scenario): SimulationReport {
  const random = seededRandom(scenario.seed, 0);
  const events = createEventQueue(firstDay);
  const isOut = (at: number) =>
    scenario.outages.some(({ morning, fromMs, forMs }) => {
      const from = firstDay + morning * day + morningFromMs + fromMs;
      return at >= from && at < from + forMs;
    });
  const provider = createProviderService(scenario, seededRandom(scenario.seed, 1), isOut);
  const policy = policyOf(new Date(firstDay), {
    validUntil: new Date(firstDay + 60 * day).toISOString(),
  });
  const hub = createSimulatedHub({
    scenario,
    events,
    provider,
    random: seededRandom(scenario.seed, 2),
    policy,
    operator,
  });
  /** When it was really signed, by a clock that is right. */
  const signedAt = new Map<string, number>();
  for (let morning = 0; morning < scenario.mornings; morning += 1)
    planMorning(scenario, random, firstDay + morning * day + morningFromMs, (at, command, signedAtMs) => {
      signedAt.set(command.id, signedAtMs);
      events.at(at, () => hub.accept(command));
    });
  events.run();
  return reportOf(scenario, hub, provider, signedAt);
}

/** Visits come in a wave that is highest an hour before the exams begin. */
function planMorning(
  scenario: Scenario,
  random: SeededRandom,
  fromMs: number,
  handOver: (at: number, command: Command, signedAtMs: number) => void,
): void {
  const offline = new Set(
    Array.from({ length: Math.round(scenario.counters * scenario.offlineShare) }, () =>
      random.below(scenario.counters),
    ),
  );
  const backOnline = fromMs + 30 * minute + scenario.offlineMs;
  for (let count = 0; count < scenario.suspensionsPerMorning; count += 1) {
    const wave = (random.below(1000) + random.below(1000) + random.below(1000)) / 3000;
    const at = fromMs + Math.floor(wave * morningForMs);
    const counter = random.below(scenario.counters);
    const skewMs = (random.below(2001) / 1000 - 1) * scenario.skewMs * (counter % 100 === 0 ? 10 : 1);
    const person = `p${random.below(scenario.people)}`;
    const id = seededId(random);
    const command = suspensionOf(new Date(at + skewMs), `counter-${counter}`, operator.id, person, {
      id,
      caseId: seededId(random),
      until: new Date(at + (3 + random.below(6)) * hour).toISOString(),
    });
    const cutOff = offline.has(counter) && at > fromMs + 30 * minute && at < backOnline;
    const arrival = (cutOff ? backOnline + random.below(5_000) : at) + 50 + random.below(200);
    handOver(arrival, command, at);
    if (!random.once(8)) continue;
    const resumedAt = at + 30 * minute + random.below(2 * hour);
    const resume = resumptionOf(
      new Date(resumedAt + skewMs),
      `counter-${counter}`,
      operator.id,
      person,
      [id],
      {
        id: seededId(random),
      },
    );
    handOver(Math.max(resumedAt, arrival) + 50 + random.below(200), resume, resumedAt);
  }
}

function seededId(random: SeededRandom): string {
  const hex = Buffer.from(random.bytes(16)).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

function reportOf(
  scenario: Scenario,
  hub: SimulatedHub,
  provider: ProviderService,
  signedAt: ReadonlyMap<string, number>,
): SimulationReport {
  const rows = [...hub.rows.values()];
  const suspensions = rows.filter(({ kind }) => kind === 'suspend');
  const inForce = suspensions.flatMap((row) =>
    row.appliedAt === null ? [] : [{ ...row, at: row.appliedAt }],
  );
  const expired = inForce.filter(({ ending }) => ending === 'expired');
  const violations: string[] = [];
  const open = rows.filter(({ state }) => state !== 'ended' && state !== 'refused');
  if (open.length > 0) violations.push(`${open.length} commands never ended`);
  if (provider.suspended > 0) violations.push(`${provider.suspended} people stay suspended`);
  if (provider.mostInAMinute > scenario.callsPerMinute)
    violations.push(`${provider.mostInAMinute} calls in a minute`);
  const early = inForce.filter(({ at, until }) => until !== null && at >= until);
  if (early.length > 0) violations.push(`${early.length} suspensions came into force after their end`);
  return {
    scenario: {
      stations: scenario.stations,
      commands: rows.length,
      callsPerMinute: scenario.callsPerMinute,
    },
    applied: spreadOf(inForce.map(({ at, id }) => at.getTime() - (signedAt.get(id) ?? 0))),
    appliedFromArrival: spreadOf(inForce.map(({ at, receivedAtMs }) => at.getTime() - receivedAtMs)),
    endLate: spreadOf(expired.map(({ until, endedAtMs }) => (endedAtMs ?? 0) - (until?.getTime() ?? 0))),
    deepestQueue: hub.deepest,
    providerCalls: provider.calls,
    callsPerCommand: rounded(provider.calls / Math.max(1, rows.length)),
    throttled: provider.throttled,
    mostCallsInAMinute: provider.mostInAMinute,
    endings: countOf(rows.map(({ ending, state }) => ending ?? state)),
    refusals: Object.fromEntries(hub.refusals),
    violations,
  };
}

function spreadOf(milliseconds: readonly number[]): Spread {
  const sorted = milliseconds.toSorted((one, other) => one - other);
  const at = (share: number) =>
    rounded((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) / 1000);
  return { p50: at(0.5), p99: at(0.99), p999: at(0.999), most: at(1) };
}

function countOf(words: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const word of words.toSorted()) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

function rounded(value: number): number {
  return Number(value.toFixed(2));
}
