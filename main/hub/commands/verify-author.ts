import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { OperatorAssertion } from '../../../preload/contract/models/staff.ts';
import type { Command, CommandEnvelope } from '../../exchange/command.ts';
import { checkOffered, isOfCase } from '../../exchange/command-limits.ts';
import type { OperatorRecord } from '../../exchange/operator-assertion.ts';
import { type Approval, judgeSecondApproval } from '../../exchange/second-approval.ts';
import { profileOf } from '../../profile/profiles.ts';
import { findCredentialOwner } from '../operators/operator-table.ts';
import type { KnownStation } from '../station-proof.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import type { InstitutionSettings } from '../store/schema.ts';
import { verifyApproval } from './verify-approval.ts';

/** The operators who are named by a batch of commands, and whose hub this is. */
export interface Authority {
  readonly settings: InstitutionSettings;
  readonly operators: ReadonlyMap<string, OperatorRecord>;
}

export interface VerifiedAuthor {
  readonly operator: OperatorRecord;
  /** Ids of the other operators whose signatures came with it; one that does not count refuses the whole command. */
  readonly approvedBy: readonly string[];
  /** Ids of the credentials that signed, theirs and the others'. */
  readonly signedWith: readonly string[];
}

/**
 * The operator whose registered authenticator signed exactly this command, for this institution at this station, and
 * whether another one's approves it.
 */
export async function verifyAuthor(
  database: HubDatabase,
  station: KnownStation,
  { settings, operators }: Authority,
  { command, assertion, approvals = [] }: CommandEnvelope,
  digest: string,
): Promise<Result<VerifiedAuthor>> {
  if (command.station !== station.id || command.institution !== settings.institution.id)
    return refuse('hub/envelope-refused');
  const operator = operators.get(command.operator);
  if (operator === undefined) return refuse('hub/operator-unknown');
  // Whenever it was signed: what a revoked operator left in a queue is not carried out.
  if (operator.revokedAt !== null) return refuse('hub/operator-revoked');
  if (!mayIssue(operator, command)) return refuse('staff/not-permitted');
  // What the institution does not do is not done, whatever a station offered.
  const offered = isOfCase(command) ? checkOffered(command, profileOf(settings.profile)) : ok(null);
  if (!offered.ok) return offered;
  const signed = { digest, station: station.id, rpId: settings.rpId, policyVersion: command.policyVersion };
  const first = await verifyApproval(database, { operator, assertion, ...signed });
  if (!first.ok) return first;
  const approvedBy: string[] = [];
  for (const approval of approvals) {
    const second = await verifySecondApproval(database, {
      command,
      first: first.value,
      assertion: approval,
      signed,
    });
    if (!second.ok) return second;
    approvedBy.push(second.value);
  }
  return ok({ operator, approvedBy, signedWith: [assertion.id, ...approvals.map(({ id }) => id)] });
}

/** A second operator's signature over the same digest: who they are is told by their credential alone. Gives their id. */
async function verifySecondApproval(
  database: HubDatabase,
  given: {
    readonly command: Command;
    readonly first: Approval;
    readonly assertion: OperatorAssertion;
    readonly signed: Omit<Parameters<typeof verifyApproval>[1], 'operator' | 'assertion'>;
  },
): Promise<Result<string>> {
  const { command, assertion } = given;
  const operator = await findCredentialOwner(database.kysely, assertion.id);
  if (operator === null) return refuse('hub/operator-unknown');
  if (operator.revokedAt !== null) return refuse('hub/operator-revoked');
  if (!mayIssue(operator, command)) return refuse('staff/not-permitted');
  // Never the visitor themselves (I4).
  if (operator.person === command.person) return refuse('case/own-account');
  const second = await verifyApproval(database, { operator, assertion, ...given.signed });
  const counts = second.ok ? judgeSecondApproval(given.first, second.value) : second;
  return counts.ok ? ok(operator.id) : counts;
}

const staff: readonly string[] = ['operator', 'supervisor'];
/** Roles that may issue each kind. Naming them keeps a role that is added later from gaining it unasked. */
const roles: Readonly<Record<Command['kind'], readonly string[]>> = {
  suspend: staff,
  resume: staff,
  'reset-factors': staff,
  'new-totp': staff,
  'temporary-code': staff,
  request: staff,
  'settle-request': staff,
};

function mayIssue(operator: OperatorRecord, command: Command): boolean {
  return roles[command.kind].includes(operator.role);
}
