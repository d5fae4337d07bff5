import { type ProcessingCosts, pollEveryMs, type Scenario } from './scenario.ts';

/** How much of one core something takes at a load. */
export interface Load {
  readonly stations: number;
  /** In the busiest minute. */
  readonly commandsPerSecond: number;
  readonly hubCores: number;
  readonly databaseCores: number;
}

/** Where something ends that otherwise grows with the load. */
export interface Capacity {
  /** A hub process is one thread of JavaScript; what its pool verifies is counted as its own. */
  readonly hubCommandsPerSecond: number;
  /** What two cores of PostgreSQL take, to be multiplied by those that a server has. */
  readonly databaseCommandsPerSecond: number;
  /** Stations that only ask for news, for one hub process. */
  readonly hubStations: number;
  /** Applied a second through the feed's head, whose row is held over each settling commit. */
  readonly settledPerSecond: number;
}

/** How full a core may be planned. */
const planned = 0.7;
const databaseCores = 2;

/** The load of the scenario's busiest minute: a station asks every twenty seconds, a suspension is taken, applied and ended. */
export function loadOf(scenario: Scenario, busiestPerMinute: number): Load {
  const { costs, stations } = scenario;
  const polls = (stations * 1000) / pollEveryMs;
  const commands = busiestPerMinute / 60;
  const cores = (pollUs: number, ingestUs: number, passUs: number) =>
    (polls * pollUs + commands * (ingestUs + 2 * passUs)) / 1e6;
  return {
    stations,
    commandsPerSecond: rounded(commands),
    hubCores: rounded(cores(costs.pollHubUs, costs.ingestHubUs, costs.passHubUs)),
    databaseCores: rounded(cores(costs.pollDatabaseUs, costs.ingestDatabaseUs, costs.passDatabaseUs)),
  };
}

/** Where one hub process and one PostgreSQL end, by these costs. */
export function capacityOf(costs: ProcessingCosts): Capacity {
  const hubUs = costs.ingestHubUs + 2 * costs.passHubUs;
  const databaseUs = costs.ingestDatabaseUs + 2 * costs.passDatabaseUs;
  return {
    hubCommandsPerSecond: rounded((planned * 1e6) / hubUs),
    databaseCommandsPerSecond: rounded((planned * databaseCores * 1e6) / databaseUs),
    hubStations: Math.floor((planned * 1e6 * (pollEveryMs / 1000)) / costs.pollHubUs),
    settledPerSecond: rounded(1000 / costs.commitMs),
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
