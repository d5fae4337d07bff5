import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import {
  type Command,
  type CommandEnvelope,
  commandDigest,
  commandEnvelope,
} from '../../exchange/command.ts';
import type { CommandAnswer } from '../../exchange/hub-interface.ts';
import { verifyDocumentAside } from '../../exchange/signed-document.ts';
import { type VerificationKey, verificationKey } from '../../exchange/signing-key.ts';
import { readInstitution } from '../institution.ts';
import type { KnownStation } from '../station-proof.ts';
import type { HubDatabase, HubQuery } from '../store/hub-database.ts';
import type { Road } from './roads.ts';
import { type Arrival, storeCommands } from './store-commands.ts';
import type { StoreCommands } from './store-lane.ts';
import { type Authority, verifyAuthor } from './verify-author.ts';

/** An item of the batch: answered, or to be stored. */
type Judged = { readonly answer: CommandAnswer } | { readonly arrival: Arrival; readonly answer?: undefined };

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
  store: StoreCommands,
  /** Which commands may come this way. */
  road: Road,
): Promise<CommandAnswer[]> {
  const key = verificationKey(station.publicKey);
  const opened = await Promise.all(envelopes.map((envelope) => openEnvelope(key, envelope)));
  const known = await storedAnswers(
    database.kysely,
    opened.flatMap((one) => (one.ok ? [one.value] : [])),
  );
  const authority = await authorityOf(
    database.kysely,
    opened.flatMap((one) => (one.ok ? [one.value.command.operator] : [])),
  );
  const judged = await Promise.all(
    opened.map(async (one): Promise<Judged> => {
      if (!one.ok) return { answer: { id: null, result: 'refused', code: one.refusal.code } };
      const { envelope, content, command, digest } = one.value;
      const answer = known.get(one.value);
      if (answer !== undefined) return { answer };
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
  const stored = await store(arrivals);
  const answers = judged.map((one) => one.answer ?? stored.get(one.arrival));
  return answers.filter((answer) => answer !== undefined);
}

/** In one transaction. Answers what was stored before, or meanwhile by another hub, as it was answered then. */
export async function storeTogether(
  database: HubDatabase,
  arrivals: readonly Arrival[],
  now: Date,
): Promise<ReadonlyMap<Arrival, CommandAnswer>> {
  const stored = await database.kysely
    .transaction()
    .execute((transaction) => storeCommands(transaction, arrivals, now));
  // Their ids were taken before in this batch, or by another request in between.
  const taken = arrivals.filter((_, place) => stored[place] === null);
  const known = await storedAnswers(database.kysely, taken);
  return new Map(
    arrivals.map((arrival, place) => [
      arrival,
      stored[place] ?? known.get(arrival) ?? conflict(arrival.command.id),
    ]),
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

/** Null where the hub serves nobody yet. */
async function authorityOf(query: HubQuery, operators: readonly string[]): Promise<Authority | null> {
  const institution = await readInstitution(query);
  if (institution === null) return null;
  const rows =
    operators.length === 0
      ? []
      : await query
          .selectFrom('operator')
          .select(['id', 'record'])
          .where('id', 'in', [...new Set(operators)])
          .execute();
  return {
    settings: institution.settings,
    operators: new Map(rows.map(({ id, record }) => [id, record])),
  };
}

/** The answers to commands that are stored already; nothing for one whose id is new. */
async function storedAnswers<
  Item extends { readonly command: { readonly id: string }; readonly digest: string },
>(query: HubQuery, items: readonly Item[]): Promise<ReadonlyMap<Item, CommandAnswer>> {
  if (items.length === 0) return new Map();
  const rows = await query
    .selectFrom('command')
    .select(['id', 'digest', 'answer', 'answer_code'])
    .where('id', 'in', [...new Set(items.map(({ command }) => command.id))])
    .execute();
  const stored = new Map(rows.map((row) => [row.id, row]));
  const answers = new Map<Item, CommandAnswer>();
  for (const item of items) {
    const { id } = item.command;
    const row = stored.get(id);
    if (row === undefined) continue;
    const same = row.digest === item.digest;
    const result = row.answer === 'accepted' ? 'replay' : row.answer;
    answers.set(item, same ? { id, result, code: row.answer_code } : conflict(id));
  }
  return answers;
}

function conflict(id: string): CommandAnswer {
  return { id, result: 'conflict', code: 'hub/conflict' };
}
