import { commandsResponse } from '../../main/exchange/hub-interface.ts';
import { suspensionOf } from '../contract/hub/hub-documents.ts';
import { type CounterStation, type HubInstitution, provenRequest } from '../rigs/hub-institution.ts';

/** The same for everybody who takes part: commands in a batch, batches in a round, and how many are under way. */
export const batchSize = 50;
export const batchesPerRound = 40;
export const batchesAtATime = 8;
export const commandsPerRound = batchSize * batchesPerRound;

export interface SignedBatch {
  readonly station: CounterStation;
  readonly envelopes: readonly string[];
}

/** Batches of suspensions, each of another person, from the given place on in the institution's people. */
export function signBatches(
  institution: HubInstitution,
  from: number,
  batches = batchesPerRound,
): readonly SignedBatch[] {
  return Array.from({ length: batches }, (_, batch) => {
    const station = institution.stations[batch % institution.stations.length];
    if (station === undefined) throw new Error('an institution without stations');
    const envelopes = Array.from({ length: batchSize }, (_, place) => {
      const person = institution.people[(from + batch * batchSize + place) % institution.people.length];
      if (person === undefined) throw new Error('an institution without people');
      return institution.seal(station, suspensionOf(new Date(), station.id, institution.operator, person));
    });
    return { station, envelopes };
  });
}

/** Works through all, so many at a time. Returns milliseconds. */
export async function timed<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<unknown>,
  atATime = batchesAtATime,
): Promise<number> {
  const waiting = [...items];
  const startedMs = performance.now();
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return performance.now() - startedMs;
}

/** Hands a batch over as a station does; throws unless every command was accepted. */
export async function handOver(url: string, { station, envelopes }: SignedBatch): Promise<void> {
  const path = '/v1/commands';
  const response = await fetch(`${url}${path}`, provenRequest(station, path, { envelopes }));
  if (response.status !== 200)
    throw new Error(`the hub answered ${response.status} ${await response.text()}`);
  const { answers } = commandsResponse.parse(await response.json());
  const other = answers.find(({ result }) => result !== 'accepted');
  if (other !== undefined) throw new Error(`a command was ${other.result}: ${other.code}`);
}
