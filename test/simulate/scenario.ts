import { hour } from '../contract/hub/hub-documents.ts';

export const minute = 60_000;

/** What one run of the simulation is about. Times in milliseconds, costs in microseconds of processor time. */
export interface Scenario {
  readonly seed: number;
  readonly stations: number;
  /** Of them, those that stand at a counter. */
  readonly counters: number;
  readonly people: number;
  readonly mornings: number;
  /** Suspensions in one morning. */
  readonly suspensionsPerMorning: number;
  /** What the institution leaves this hub of its provider's limit. */
  readonly callsPerMinute: number;
  readonly concurrentCalls: number;
  /** The provider's own limit for everybody, beyond which it answers 429 with Retry-After. */
  readonly providerLimitPerMinute: number;
  /** The share of the provider's limit that other applications use at the worst time. */
  readonly othersShare: number;
  /** Times at which the provider answers nobody, within a morning. */
  readonly outages: readonly { readonly morning: number; readonly fromMs: number; readonly forMs: number }[];
  /** The share of counters that are cut off for a while each morning and queue meanwhile. */
  readonly offlineShare: number;
  readonly offlineMs: number;
  /** Farthest that a station's clock is wrong; one station in a hundred is wrong by ten times as much. */
  readonly skewMs: number;
  readonly costs: ProcessingCosts;
}

/**
 * What things cost on a machine with two cores: processor time of the hub's process and of PostgreSQL's.
 */
export interface ProcessingCosts {
  /** Both signatures, judgement and storing of one command; bench hub-ingest. */
  readonly ingestHubUs: number;
  readonly ingestDatabaseUs: number;
  /** One pass over a person: two transactions around one call; bench hub-drain. */
  readonly passHubUs: number;
  readonly passDatabaseUs: number;
  /** One request of a station that finds nothing new: proof, nonce, answer. */
  readonly pollHubUs: number;
  readonly pollDatabaseUs: number;
  /** How long a commit waits for the disk, in milliseconds. */
  readonly commitMs: number;
}

/** Costs with the machine and the day that they were measured on. */
export interface MeasuredCosts {
  readonly at: string;
  readonly machine: string;
  readonly costs: ProcessingCosts;
}

/** How long a station's poll waits at the hub. */
export const pollEveryMs = 20_000;

export const morningFromMs = 7.5 * hour;
export const morningForMs = 3 * hour;

/** An exam week of a very large institution. */
export function examWeek(seed: number, change: Partial<Scenario> = {}): Scenario {
  return {
    seed,
    stations: 5_000,
    counters: 200,
    people: 60_000,
    mornings: 5,
    suspensionsPerMorning: 900,
    callsPerMinute: 120,
    concurrentCalls: 4,
    providerLimitPerMinute: 600,
    othersShare: 0.7,
    outages: [
      { morning: 1, fromMs: 45 * minute, forMs: 20 * minute },
      { morning: 3, fromMs: 60 * minute, forMs: 4 * minute },
    ],
    offlineShare: 0.03,
    offlineMs: 40 * minute,
    skewMs: 20_000,
    costs: usualCosts.costs,
    ...change,
  };
}

/** By `--calibrate`, before everything else on a machine that had ten times as much to do as it could: upper bounds. */
export const usualCosts: MeasuredCosts = {
  at: '2026-11-22T13:06:28.000Z',
  machine: '2 × AMD EPYC, load 35.5',
  costs: {
    ingestHubUs: 356,
    ingestDatabaseUs: 110,
    passHubUs: 2_383,
    passDatabaseUs: 1_594,
    pollHubUs: 1_754,
    pollDatabaseUs: 522,
    commitMs: 2,
  },
};
