import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import {
  type Command,
  type CommandEnvelope,
  commandDigest,
  commandEnvelope,
} from '../../exchange/command.ts';
import type { CommandAnswer } from '../../exchange/hub-interface.ts';
import { verifyDocumentAside } from '../../exchange/signed-document.ts';
import type { VerificationKey } from '../../exchange/signing-key.ts';
import { stationKey } from '../station-key.ts';
import type { KnownStation } from '../station-proof.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { type BatchKnowledge, createBatchLookUp, type LookUpBatch, storedRows } from './look-up-batch.ts';
import { createPublishedPolicies, type PublishedPolicies } from './published-policies.ts';
import type { Road } from './roads.ts';
import { type Arrival, storeCommands } from './store-commands.ts';
import { createStoreLane, type StoreCommands } from './store-lane.ts';
import { verifyAuthor } from './verify-author.ts';

/** An item of the batch: answered, or to be stored. */
type Judged = { readonly answer: CommandAnswer } | { readonly arrival: Arrival; readonly answer?: undefined };

/** Where the batches of several requests share statements and transactions. */
export interface CommandLanes {
  readonly lookUp: LookUpBatch;
  readonly store: StoreCommands;
}

/** The lanes of one hub process. */
export function createCommandLanes(database: HubDatabase, now: () => Date): CommandLanes {
  const policies = createPublishedPolicies();
  return {
    lookUp: createBatchLookUp(database.kysely),
    store: createStoreLane((arrivals) => storeTogether(database, arrivals, now(), policies)),
  };
}

interface OpenedEnvelope {
  readonly envelope: string;
  readonly content: CommandEnvelope;
  readonly command: Command;
  readonly digest: string;
}

/**
 * Takes a batch: verifies both signatures of every command (I1), then judges and stores them in their order, in one
 * transaction. What is not authentic is refused and not stored. The same id with the same body gets the same answer
 * (`replay` for what was accepted); with another body, `conflict` (I3): a station that got no answer sends the batch again.
 */
export async function acceptCommands(
  database: HubDatabase,
  station: KnownStation,
  envelopes: readonly string[],
  lanes: CommandLanes,
  /** Which commands may come this way. */
  road: Road,
): Promise<CommandAnswer[]> {
  const key = stationKey(station.publicKey);
  const opened = await Promise.all(envelopes.map((envelope) => openEnvelope(key, envelope)));
  const commands = opened.flatMap((one) => (one.ok ? [one.value.command] : []));
  const { stored: rows, authority } = await lanes.lookUp({
    ids: commands.map(({ id }) => id),
    operators: commands.map(({ operator }) => operator),
  });
  const judged = await Promise.all(
    opened.map(async (one): Promise<Judged> => {
      if (!one.ok) return { answer: { id: null, result: 'refused', code: one.refusal.code } };
      const { envelope, content, command, digest } = one.value;
      const answer = storedAnswer(rows, command.id, digest);
      if (answer !== null) return { answer };
      const refused = (code: CommandAnswer['code']): Judged => ({
        answer: { id: command.id, result: 'refused', code },
      });
      if (authority === null) return refused('hub/envelope-refused');
      const onRoad = road(command);
      if (!onRoad.ok) return refused(onRoad.refusal.code);
      const author = await verifyAuthor(database, station, authority, content, digest);
      return author.ok
        ? { arrival: { envelope, command, digest, ...author.value } }
        : refused(author.refusal.code);
    }),
  );
  const arrivals = judged.flatMap((one) => (one.answer === undefined ? [one.arrival] : []));
  const stored = await lanes.store(arrivals);
  const answers = judged.map((one) => one.answer ?? stored.get(one.arrival));
  return answers.filter((answer) => answer !== undefined);
}

/** In one transaction. Answers what was stored before, or meanwhile by another hub, as it was answered then. */
async function storeTogether(
  database: HubDatabase,
  arrivals: readonly Arrival[],
  now: Date,
  policies: PublishedPolicies,
): Promise<ReadonlyMap<Arrival, CommandAnswer>> {
  const stored = await database.kysely
    .transaction()
    .execute((transaction) => storeCommands(transaction, arrivals, now, policies));
  // Their ids were taken before in this batch, or by another request in between.
  const taken = arrivals.filter((_, place) => stored[place] === null);
  const rows = await storedRows(
    database.kysely,
    taken.map(({ command }) => command.id),
  );
  return new Map(
    arrivals.map((arrival, place) => {
      const { id } = arrival.command;
      return [arrival, stored[place] ?? storedAnswer(rows, id, arrival.digest) ?? conflict(id)];
    }),
  );
}

async function openEnvelope(key: VerificationKey, envelope: string): Promise<Result<OpenedEnvelope>> {
  const opened = await verifyDocumentAside(
    'madoguchi-command+jws',
    envelope,
    key,
    commandEnvelope,
    'hub/envelope-refused',
  );
  if (!opened.ok) return refuse(opened.refusal.code);
  const { command } = opened.value;
  return ok({ envelope, content: opened.value, command, digest: commandDigest(command).digest });
}

/** The answer to a command that is stored already; null for one whose id is new. */
function storedAnswer(rows: BatchKnowledge['stored'], id: string, digest: string): CommandAnswer | null {
  const row = rows.get(id);
  if (row === undefined) return null;
  if (row.digest !== digest) return conflict(id);
  return { id, result: row.answer === 'accepted' ? 'replay' : row.answer, code: row.answer_code };
}

function conflict(id: string): CommandAnswer {
  return { id, result: 'conflict', code: 'hub/conflict' };
}
