import { randomBytes } from 'node:crypto';
import { commandsResponse } from '../../main/exchange/hub-interface.ts';
import { proofHeader, signRequest } from '../../main/exchange/request-proof.ts';
import { suspensionOf } from '../contract/hub/hub-documents.ts';
import type { CounterStation, HubInstitution } from '../rigs/hub-institution.ts';
import { openStationLine, type StationLine, writeRequest } from './station-line.ts';

/** The same for everybody who takes part: commands in a batch and in a round, and how many batches are under way. */
export interface BatchPlan {
  readonly batchSize: number;
  readonly commandsPerRound: number;
  readonly atATime: number;
}

export interface SignedBatch {
  readonly station: CounterStation;
  readonly envelopes: readonly string[];
  /** The whole request with its proof, as a station sends it. */
  readonly request: Uint8Array;
}

const path = '/v1/commands';

/** Batches of suspensions, each of another person, from the given place on in the institution's people. */
export function signBatches(
  institution: HubInstitution,
  from: number,
  { batchSize, commandsPerRound }: BatchPlan,
): readonly SignedBatch[] {
  return Array.from({ length: commandsPerRound / batchSize }, (_, batch) => {
    const station = institution.stations[batch % institution.stations.length];
    if (station === undefined) throw new Error('an institution without stations');
    const envelopes = Array.from({ length: batchSize }, (_, place) => {
      const person = institution.people[(from + batch * batchSize + place) % institution.people.length];
      if (person === undefined) throw new Error('an institution without people');
      return institution.seal(station, suspensionOf(new Date(), station.id, institution.operator, person));
    });
    return { station, envelopes, request: signedRequest(station, envelopes) };
  });
}

function signedRequest(station: CounterStation, envelopes: readonly string[]): Uint8Array {
  const body = JSON.stringify({ envelopes });
  const nonce = randomBytes(16).toString('hex');
  const said = { station: station.id, method: 'POST', path, body, nonce, at: new Date() } as const;
  const proof = signRequest(said, station.key);
  return writeRequest(path, { [proofHeader]: proof, 'content-type': 'application/json' }, body);
}

/** Works through all, one at a time for each worker. Returns milliseconds. */
export async function timed<Item, Worker>(
  items: readonly Item[],
  workers: readonly Worker[],
  work: (worker: Worker, item: Item) => Promise<unknown>,
): Promise<number> {
  const waiting = items.values();
  const startedMs = performance.now();
  await Promise.all(
    workers.map(async (worker) => {
      for (const item of waiting) await work(worker, item);
    }),
  );
  return performance.now() - startedMs;
}

/** As many lines as batches are under way, each from another address. */
export function openLines(url: string, { atATime }: Pick<BatchPlan, 'atATime'>): Promise<StationLine[]> {
  return Promise.all(
    Array.from({ length: atATime }, (_, place) => openStationLine(url, `127.0.1.${place + 1}`)),
  );
}

/** Hands a batch over as a station does; throws unless every command was accepted. */
export async function handOver(line: StationLine, { request }: SignedBatch): Promise<void> {
  const { status, body } = await line.send(request);
  if (status !== 200) throw new Error(`the hub answered ${status} ${body}`);
  const { answers } = commandsResponse.parse(JSON.parse(body));
  const other = answers.find(({ result }) => result !== 'accepted');
  if (other !== undefined) throw new Error(`a command was ${other.result}: ${other.code}`);
}
