import { type ErrorCode, ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { Role } from '../../../preload/contract/models/lab.ts';
import type { OperatorAssertion } from '../../../preload/contract/models/staff.ts';
import {
  type Command,
  type CommandEnvelope,
  commandDigest,
  commandEnvelope,
} from '../../exchange/command.ts';
import type { CommandAnswer } from '../../exchange/hub-interface.ts';
import type { OperatorRecord } from '../../exchange/operator-assertion.ts';
import { type Approval, judgeSecondApproval } from '../../exchange/second-approval.ts';
import { verifyDocument } from '../../exchange/signed-document.ts';
import { verificationKey } from '../../exchange/signing-key.ts';
import { appendOutcome } from '../feed/append.ts';
import { readInstitution } from '../institution.ts';
import { findCredentialOwner } from '../operators/operator-table.ts';
import { openReview } from '../reviews/open-review.ts';
import type { KnownStation } from '../station-proof.ts';
import type { HubDatabase, HubTransaction } from '../store/hub-database.ts';
import type { CommandEnding, CommandState } from '../store/schema.ts';
import { lockPerson } from '../store/transaction-locks.ts';
import { isSuperseded, resumeNamed, suspensionsInWindow, wakeReconcilers } from './command-store.ts';
import { judgeCommand } from './judge-command.ts';
import { verifyApproval } from './verify-approval.ts';

interface Arrival {
  readonly envelope: string;
  readonly command: Command;
  readonly digest: string;
  readonly operator: OperatorRecord;
  /** Whether another operator's signature came with it; one that does not count refuses the whole command. */
  readonly approved: boolean;
  readonly now: Date;
}

/**
 * Takes a batch in its order, each item in a transaction of its own: what was taken stays taken if the hub dies between
 * two, and the station sends the batch again. The same id with the same body gets the same answer (`replay` for what
 * was accepted); with another body, `conflict` (I3).
 */
export async function acceptCommands(
  database: HubDatabase,
  station: KnownStation,
  envelopes: readonly string[],
  now: () => Date,
): Promise<CommandAnswer[]> {
  const answers: CommandAnswer[] = [];
  for (const envelope of envelopes) answers.push(await acceptCommand(database, station, envelope, now()));
  return answers;
}

/** Verifies both signatures (I1), judges and stores one command. What is not authentic is refused and not stored. */
async function acceptCommand(
  database: HubDatabase,
  station: KnownStation,
  envelope: string,
  now: Date,
): Promise<CommandAnswer> {
  const opened = verifyDocument(
    'madoguchi-command+jws',
    envelope,
    verificationKey(station.publicKey),
    commandEnvelope,
    'hub/envelope-refused',
  );
  if (!opened.ok) return { id: null, result: 'refused', code: opened.refusal.code };
  const { command } = opened.value;
  const { digest } = commandDigest(command);

  const known = await storedAnswer(database, command.id, digest);
  if (known !== null) return known;
  const operator = await verifyAuthor(database, station, opened.value, digest);
  if (!operator.ok) return { id: command.id, result: 'refused', code: operator.refusal.code };
  const arrival: Arrival = { envelope, command, digest, ...operator.value, now };
  const stored = await database.kysely
    .transaction()
    .execute((transaction) => storeCommand(transaction, arrival));
  // Its id was taken by another request in between.
  return stored ?? (await storedAnswer(database, command.id, digest)) ?? conflict(command.id);
}

/**
 * The operator whose registered authenticator signed exactly this command, for this institution at this station, and
 * whether another one's approves it.
 */
async function verifyAuthor(
  database: HubDatabase,
  station: KnownStation,
  { command, assertion, approvals = [] }: CommandEnvelope,
  digest: string,
): Promise<Result<{ readonly operator: OperatorRecord; readonly approved: boolean }>> {
  const institution = await readInstitution(database.kysely);
  if (institution === null) return refuse('hub/envelope-refused');
  const { settings } = institution;
  if (command.station !== station.id || command.institution !== settings.institution.id)
    return refuse('hub/envelope-refused');
  const row = await database.kysely
    .selectFrom('operator')
    .select('record')
    .where('id', '=', command.operator)
    .executeTakeFirst();
  if (row === undefined) return refuse('hub/operator-unknown');
  // Whenever it was signed: what a revoked operator left in a queue is not carried out.
  if (row.record.revokedAt !== null) return refuse('hub/operator-revoked');
  if (!mayIssue(row.record, command)) return refuse('staff/not-permitted');
  const signed = { digest, station: station.id, rpId: settings.rpId, policyVersion: command.policyVersion };
  const first = await verifyApproval(database, { operator: row.record, assertion, ...signed });
  if (!first.ok) return first;
  for (const approval of approvals) {
    const second = await verifySecondApproval(database, {
      command,
      first: first.value,
      assertion: approval,
      signed,
    });
    if (!second.ok) return second;
  }
  return ok({ operator: row.record, approved: approvals.length > 0 });
}

/** A second operator's signature over the same digest: who they are is told by their credential alone. */
async function verifySecondApproval(
  database: HubDatabase,
  given: {
    readonly command: Command;
    readonly first: Approval;
    readonly assertion: OperatorAssertion;
    readonly signed: Omit<Parameters<typeof verifyApproval>[1], 'operator' | 'assertion'>;
  },
): Promise<Result<null>> {
  const { command, assertion } = given;
  const operator = await findCredentialOwner(database.kysely, assertion.id);
  if (operator === null) return refuse('hub/operator-unknown');
  if (operator.revokedAt !== null) return refuse('hub/operator-revoked');
  if (!mayIssue(operator, command)) return refuse('staff/not-permitted');
  // Never the visitor themselves (I4).
  if (operator.person === command.person) return refuse('case/own-account');
  const second = await verifyApproval(database, { operator, assertion, ...given.signed });
  return second.ok ? judgeSecondApproval(given.first, second.value) : second;
}

/** Roles that may suspend and resume. Naming them keeps a role that is added later from gaining it unasked. */
function mayIssue(operator: OperatorRecord, command: Command): boolean {
  const roles: Readonly<Record<Command['kind'], readonly string[]>> = {
    suspend: ['operator', 'supervisor'],
    resume: ['operator', 'supervisor'],
  };
  return roles[command.kind].includes(operator.role);
}

/** Judges and stores under the person's lock; null when the id was taken meanwhile. */
async function storeCommand(transaction: HubTransaction, arrival: Arrival): Promise<CommandAnswer | null> {
  const { command, now } = arrival;
  await lockPerson(transaction, command.person);
  const verdict = judgeCommand(command, await gatherFacts(transaction, arrival));
  const outcome = outcomeOf(verdict);
  const inserted = await transaction
    .insertInto('command')
    .values({
      id: command.id,
      digest: arrival.digest,
      kind: command.kind,
      person: command.person,
      station: command.station,
      operator: command.operator,
      issued_at: new Date(command.issuedAt),
      received_at: now,
      until: untilOf(command),
      body: JSON.stringify(command),
      envelope: arrival.envelope,
      state: outcome.state,
      ending: outcome.ending,
      refusal: outcome.refusal,
      answer: outcome.answer,
      answer_code: outcome.refusal,
      state_at: now,
      resumed_by: null,
      // What waits for a review is over at its own end.
      next_run:
        outcome.state === 'accepted' ? now : outcome.state === 'needs-review' ? untilOf(command) : null,
      last_error: null,
    })
    .onConflict((onConflict) => onConflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted === undefined) return null;
  if (outcome.state === 'needs-review') await openReview(transaction, command.id, 'superseded', now);
  if (command.kind === 'resume' && outcome.state === 'accepted') await resumeNamed(transaction, command, now);
  const { answer, ...reported } = outcome;
  await appendOutcome(transaction, { commandId: command.id, ...reported }, now);
  if (outcome.state === 'accepted') await wakeReconcilers(transaction);
  return { id: command.id, result: answer, code: outcome.refusal };
}

function untilOf(command: Command): Date | null {
  return command.kind === 'suspend' ? new Date(command.until) : null;
}

async function gatherFacts(transaction: HubTransaction, { command, operator, approved, now }: Arrival) {
  const person = await transaction
    .selectFrom('person')
    .select(['id', 'summary'])
    .where('id', '=', command.person)
    .executeTakeFirst();
  const policy = await transaction
    .selectFrom('policy')
    .select('document')
    .where('version', '=', command.policyVersion)
    .executeTakeFirst();
  const role: Role = person?.summary.role ?? 'guest';
  const known = { now, operator, policy: policy?.document ?? null, role, approved };
  if (command.kind === 'resume') {
    // Someone who has left the directory must still be resumable.
    const earlier = await transaction
      .selectFrom('command')
      .select('id')
      .where('person', '=', command.person)
      .limit(1)
      .executeTakeFirst();
    const personKnown = person !== undefined || earlier !== undefined;
    return { ...known, personKnown, suspensionsInWindow: 0, superseded: false };
  }
  return {
    ...known,
    personKnown: person !== undefined,
    suspensionsInWindow: await suspensionsInWindow(
      transaction,
      command.person,
      new Date(command.issuedAt),
      policy?.document.suspension.repeatDays ?? 0,
    ),
    superseded: await isSuperseded(transaction, command),
  };
}

interface Outcome {
  readonly state: CommandState;
  readonly ending: CommandEnding | null;
  readonly refusal: ErrorCode | null;
  /** What the station is told, now and whenever it sends the same again. */
  readonly answer: 'accepted' | 'refused' | 'review';
}

function outcomeOf(verdict: ReturnType<typeof judgeCommand>): Outcome {
  if (!verdict.ok)
    return { state: 'refused', ending: null, refusal: verdict.refusal.code, answer: 'refused' };
  switch (verdict.value) {
    case 'open':
      return { state: 'accepted', ending: null, refusal: null, answer: 'accepted' };
    case 'never-applied':
      return { state: 'ended', ending: 'never-applied', refusal: null, answer: 'accepted' };
    case 'review':
      return { state: 'needs-review', ending: null, refusal: 'hub/superseded', answer: 'review' };
  }
}

/** The answer to a command that is stored already; null when its id is new. */
async function storedAnswer(
  database: HubDatabase,
  id: string,
  digest: string,
): Promise<CommandAnswer | null> {
  const row = await database.kysely
    .selectFrom('command')
    .select(['digest', 'answer', 'answer_code'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  if (row.digest !== digest) return conflict(id);
  return { id, result: row.answer === 'accepted' ? 'replay' : row.answer, code: row.answer_code };
}

function conflict(id: string): CommandAnswer {
  return { id, result: 'conflict', code: 'hub/conflict' };
}
