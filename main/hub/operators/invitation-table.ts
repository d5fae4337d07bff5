import { randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { OperatorStatement } from '../../exchange/operator-statement.ts';
import type { SigningKey } from '../../exchange/signing-key.ts';
import type { HubTransaction } from '../store/hub-database.ts';
import type { OperatorInvitationTable } from '../store/operator-tables.ts';
import { codeDigest, codeSelector, isCode, mintEnrolmentCode } from './enrolment-code.ts';
import { closeInvitations } from './operator-table.ts';

const validMs = 24 * 3_600_000;
/** What goes on at once, at the station that asked. */
const platformValidMs = 15 * 60_000;
/** Wrong codes that a row survives. */
const tries = 5;
/** How long a challenge waits for its key, in milliseconds. */
const challengeMs = 10 * 60_000;

export type Invitation = Selectable<OperatorInvitationTable>;

/** Makes a code for a statement's operator; every earlier one is withdrawn. The code itself is not kept. */
export async function mintInvitation(
  transaction: HubTransaction,
  statement: OperatorStatement,
  key: SigningKey,
  now: Date,
): Promise<{ readonly code: string; readonly expiresAt: Date }> {
  await closeInvitations(transaction, statement.operator, now);
  const expiresAt = new Date(now.getTime() + (statement.kind === 'platform' ? platformValidMs : validMs));
  for (;;) {
    const code = mintEnrolmentCode();
    const stored = await transaction
      .insertInto('operator_invitation')
      .values({
        selector: codeSelector(code),
        code_digest: codeDigest(key, code),
        statement: statement.id,
        operator: statement.operator,
        expires_at: expiresAt,
        tries_left: tries,
        challenge: null,
        challenge_for: null,
        registered: null,
      })
      .onConflict((conflict) => conflict.column('selector').doNothing())
      .returning('selector')
      .executeTakeFirst();
    if (stored !== undefined) return { code, expiresAt };
  }
}

/**
 * The open invitation of a code, locked until the transaction ends, with the statement behind it; null for any code that
 * is not good, whatever the reason. A wrong secret costs the row one of its tries.
 */
export async function takeInvitation(
  transaction: HubTransaction,
  code: string,
  key: SigningKey,
  now: Date,
): Promise<{ readonly invitation: Invitation; readonly statement: OperatorStatement } | null> {
  const invitation = await transaction
    .selectFrom('operator_invitation')
    .selectAll()
    .where('selector', '=', codeSelector(code))
    .forUpdate()
    .executeTakeFirst();
  if (invitation === undefined) return null;
  const open =
    invitation.closed_at === null &&
    invitation.expires_at.getTime() > now.getTime() &&
    invitation.tries_left > 0;
  if (!open) return null;
  if (!isCode(key, code, invitation.code_digest)) {
    await transaction
      .updateTable('operator_invitation')
      .set({ tries_left: invitation.tries_left - 1 })
      .where('selector', '=', invitation.selector)
      .execute();
    return null;
  }
  const { body } = await transaction
    .selectFrom('operator_statement')
    .select('body')
    .where('id', '=', invitation.statement)
    .executeTakeFirstOrThrow();
  return { invitation, statement: body };
}

/** Writes how far an enrolment is, with a fresh challenge for its next step; the one before is used up. */
export async function moveOn(
  transaction: HubTransaction,
  invitation: Invitation,
  next: Pick<Invitation, 'registered' | 'proven'>,
  now: Date,
): Promise<Invitation> {
  const changed = {
    challenge: randomBytes(32).toString('base64url'),
    challenge_for: next.registered === null ? ('register' as const) : ('prove' as const),
    challenge_expires_at: new Date(now.getTime() + challengeMs),
  };
  await transaction
    .updateTable('operator_invitation')
    .set({
      ...changed,
      registered: next.registered === null ? null : JSON.stringify(next.registered),
      proven: JSON.stringify(next.proven),
    })
    .where('selector', '=', invitation.selector)
    .execute();
  return { ...invitation, ...changed, ...next };
}

/** The challenge of a step, while it may be answered. */
export function challengeOf(invitation: Invitation, step: 'register' | 'prove', now: Date): string | null {
  const { challenge, challenge_for, challenge_expires_at } = invitation;
  const current = challenge_expires_at !== null && challenge_expires_at.getTime() > now.getTime();
  return current && challenge_for === step ? challenge : null;
}
