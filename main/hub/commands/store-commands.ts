import { sql } from 'kysely';
import type { ErrorCode } from '../../../preload/contract/errors.ts';
import type { Command } from '../../exchange/command.ts';
import { isIssuing, longestIssueMs } from '../../exchange/command-limits.ts';
import type { CommandAnswer } from '../../exchange/hub-interface.ts';
import { appendOutcomes } from '../feed/append.ts';
import { settleRequest } from '../requests/requests.ts';
import { openReview } from '../reviews/open-review.ts';
import type { HubTransaction } from '../store/hub-database.ts';
import type { CommandEnding, CommandState } from '../store/schema.ts';
import { shareTrustAndLock } from '../store/transaction-locks.ts';
import { gatherFacts } from './command-facts.ts';
import { resumeNamed } from './command-store.ts';
import { findDistrusted } from './find-distrusted.ts';
import { judgeCommand } from './judge-command.ts';
import type { PublishedPolicies } from './published-policies.ts';
import type { VerifiedAuthor } from './verify-author.ts';

/** A command whose signatures hold. */
export interface Arrival extends VerifiedAuthor {
  /** As it came: the evidence. */
  readonly envelope: string;
  readonly command: Command;
  /** base64url. */
  readonly digest: string;
}

interface JudgedArrival {
  readonly arrival: Arrival;
  readonly outcome: Outcome;
}

/**
 * Judges and stores commands in one transaction, under the locks of everybody whom they are about; each is judged as if those
 * before it had come alone. Answers in their order; null for one whose id was there already.
 */
export async function storeCommands(
  transaction: HubTransaction,
  arrivals: readonly Arrival[],
  now: Date,
  policies: PublishedPolicies,
): Promise<readonly (CommandAnswer | null)[]> {
  const [first, ...others] = arrivals.map(({ command }) => command.person);
  if (first === undefined) return [];
  await shareTrustAndLock(transaction, [first, ...others]);
  const distrusted = await findDistrusted(transaction, arrivals, now);
  const stored = new Map<Arrival, Outcome>();
  const told: JudgedArrival[] = [];
  for (const wave of independentWaves(arrivals.filter((arrival) => !distrusted.has(arrival)))) {
    for (const judged of await storeWave(transaction, wave, now, policies)) {
      stored.set(judged.arrival, judged.outcome);
      told.push(judged);
    }
  }
  await appendOutcomes(
    transaction,
    told.map(({ arrival, outcome: { state, ending, refusal } }) => ({
      commandId: arrival.command.id,
      state,
      ending,
      refusal,
    })),
    now,
    told.some(({ outcome }) => outcome.state === 'accepted'),
  );
  return arrivals.map((arrival) => {
    const code = distrusted.get(arrival);
    if (code !== undefined) return { id: arrival.command.id, result: 'refused', code };
    const outcome = stored.get(arrival);
    if (outcome === undefined) return null;
    return { id: arrival.command.id, result: outcome.answer, code: outcome.refusal };
  });
}

/** In their order, but nobody twice in a wave and no id twice: what belongs together is decided one after the other. */
export function independentWaves<Item extends { readonly command: Pick<Command, 'id' | 'person'> }>(
  arrivals: readonly Item[],
): readonly (readonly Item[])[] {
  const waves: Item[][] = [];
  const next = new Map<string, number>();
  for (const arrival of arrivals) {
    const { id, person } = arrival.command;
    const keys = [`id ${id}`, `person ${person}`];
    const wave = Math.max(...keys.map((key) => next.get(key) ?? 0));
    for (const key of keys) next.set(key, wave + 1);
    const items = waves[wave] ?? [];
    items.push(arrival);
    waves[wave] = items;
  }
  return waves;
}

async function storeWave(
  transaction: HubTransaction,
  arrivals: readonly Arrival[],
  now: Date,
  policies: PublishedPolicies,
): Promise<readonly JudgedArrival[]> {
  const commands = arrivals.map(({ command }) => command);
  const facts = await gatherFacts(transaction, commands, policies);
  const judged = arrivals.map((arrival, place): JudgedArrival => {
    const known = facts[place];
    if (known === undefined) throw new Error('a command without facts');
    const { operator, approvedBy } = arrival;
    const approved = approvedBy.length > 0;
    const verdict = judgeCommand(arrival.command, { ...known, now, operator, approved });
    return { arrival, outcome: outcomeOf(arrival.command, verdict) };
  });
  const inserted = await insertCommands(transaction, judged, now);
  const fresh = judged.filter(({ arrival }) => inserted.has(arrival.command.id));
  for (const { arrival, outcome } of fresh) {
    const { command } = arrival;
    if (outcome.state === 'needs-review') await openReview(transaction, command.id, 'superseded', now);
    if (command.kind === 'resume' && outcome.state === 'accepted')
      await resumeNamed(transaction, command, now);
    if (outcome.answer === 'accepted') await beginAct(transaction, command, now);
  }
  return fresh;
}

/** One statement for all; returns the ids that were new. */
async function insertCommands(
  transaction: HubTransaction,
  judged: readonly JudgedArrival[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const at = now.toISOString();
  const column = (value: (judged: JudgedArrival) => string | null) => judged.map(value);
  const ofCommand = (value: (command: Command) => string | null) =>
    column(({ arrival }) => value(arrival.command));
  const { rows } = await sql<{ readonly id: string }>`
    insert into command (id, digest, kind, person, station, operator, issued_at, received_at, until, body, envelope,
      state, ending, refusal, answer, answer_code, state_at, next_run)
    select item.id, item.digest, item.kind, item.person, item.station, item.operator, item.issued_at, ${at}::timestamptz,
      item.until, item.body, item.envelope, item.state, item.ending, item.refusal, item.answer, item.refusal,
      ${at}::timestamptz, item.next_run
    from unnest(${ofCommand(({ id }) => id)}::uuid[], ${column(({ arrival }) => arrival.digest)}::text[],
        ${ofCommand(({ kind }) => kind)}::text[], ${ofCommand(({ person }) => person)}::text[],
        ${ofCommand(({ station }) => station)}::text[], ${ofCommand(({ operator }) => operator)}::text[],
        ${ofCommand(({ issuedAt }) => issuedAt)}::timestamptz[], ${ofCommand(untilOf)}::timestamptz[],
        ${ofCommand((command) => JSON.stringify(command))}::jsonb[],
        ${column(({ arrival }) => arrival.envelope)}::text[], ${column(({ outcome }) => outcome.state)}::text[],
        ${column(({ outcome }) => outcome.ending)}::text[], ${column(({ outcome }) => outcome.refusal)}::text[],
        ${column(({ outcome }) => outcome.answer)}::text[],
        ${column(({ arrival, outcome }) => nextRunOf(arrival.command, outcome, at))}::timestamptz[])
      with ordinality as item (id, digest, kind, person, station, operator, issued_at, until, body, envelope, state,
        ending, refusal, answer, next_run, place)
    order by item.place
    on conflict (id) do nothing returning id`.execute(transaction);
  return new Set(rows.map(({ id }) => id));
}

/** What else follows at once from a command that was taken. */
async function beginAct(transaction: HubTransaction, command: Command, now: Date): Promise<void> {
  if (command.kind === 'request' && command.dueBy !== null) {
    const due = { due_by: new Date(command.dueBy) };
    await transaction.updateTable('command').set(due).where('id', '=', command.id).execute();
  }
  if (command.kind !== 'settle-request') return;
  const { request: id, person, outcome } = command;
  const settled = await settleRequest(transaction, { id, person, outcome }, now);
  if (!settled.ok) throw new Error('a request that was judged open must be settled');
}

function nextRunOf(command: Command, { state }: Outcome, at: string): string | null {
  if (isIssuing(command) && state === 'accepted')
    return new Date(Date.parse(command.issuedAt) + longestIssueMs).toISOString();
  if (state === 'accepted') return at;
  // What waits for a review is over at its own end.
  return state === 'needs-review' ? untilOf(command) : null;
}

function untilOf(command: Command): string | null {
  return command.kind === 'suspend' ? command.until : null;
}

interface Outcome {
  readonly state: CommandState;
  readonly ending: CommandEnding | null;
  readonly refusal: ErrorCode | null;
  /** What the station is told, now and whenever it sends the same again. */
  readonly answer: 'accepted' | 'refused' | 'review';
}

function outcomeOf(command: Command, verdict: ReturnType<typeof judgeCommand>): Outcome {
  if (!verdict.ok)
    return { state: 'refused', ending: null, refusal: verdict.refusal.code, answer: 'refused' };
  switch (verdict.value) {
    case 'open':
      if (command.kind === 'request')
        return { state: 'waiting-centre', ending: null, refusal: null, answer: 'accepted' };
      if (command.kind === 'settle-request')
        return { state: 'ended', ending: 'done', refusal: null, answer: 'accepted' };
      return { state: 'accepted', ending: null, refusal: null, answer: 'accepted' };
    case 'never-applied':
      return { state: 'ended', ending: 'never-applied', refusal: null, answer: 'accepted' };
    case 'review':
      return { state: 'needs-review', ending: null, refusal: 'hub/superseded', answer: 'review' };
  }
}
