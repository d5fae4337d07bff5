import { randomUUID } from 'node:crypto';
import type { LocalizedText } from '../../../preload/contract/models/base.ts';
import type { OperatorRole } from '../../../preload/contract/models/staff.ts';
import type { OperatorRecord } from '../../exchange/operator-assertion.ts';
import type { OperatorStatement } from '../../exchange/operator-statement.ts';
import type { SigningKey } from '../../exchange/signing-key.ts';
import { appendHubAudit } from '../audit/hub-audit.ts';
import { readInstitution } from '../institution.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { lockRegistry } from '../store/transaction-locks.ts';
import { mintInvitation } from './invitation-table.ts';
import { carriedKeys } from './operator-credentials.ts';
import { readOperatorRules } from './operator-rules.ts';
import { readOperators } from './operator-table.ts';
import { keepStatement } from './statement-table.ts';

/** Who states what no operator could: the shell of the hub's machine. No operator's id can look like it. */
const administrationSigner = '(administration)';

/** The first supervisor, or one more way in when every supervisor's keys are lost. */
export type AdministrationWish = {
  readonly operator: string;
  /** The enrolled counter at which the code is good, and nowhere else; by its name. */
  readonly counter: string;
  /** Also while a supervisor is in office, who would sign for it. */
  readonly emergency: boolean;
} & (
  | {
      readonly kind: 'invite';
      readonly name: LocalizedText;
      readonly role: OperatorRole;
      readonly person: string | null;
    }
  | { readonly kind: 'recover' }
);

export type WishProblem =
  | 'not-initialised'
  | 'policy-silent'
  | 'counter-unknown'
  | 'supervisor-in-office'
  | 'exists'
  | 'person-taken'
  | 'unknown';

export type WishAnswer =
  | { readonly ok: true; readonly code: string; readonly expiresAt: string }
  | { readonly ok: false; readonly problem: WishProblem };

/**
 * Gives a one-time registration code from the hub's own machine: for the first supervisor, whom nobody can invite, and for
 * the day on which every supervisor's keys are gone. Refused while a supervisor with a key is in office, unless that is
 * waived; either way it is in the audit trail. The code counts at one counter only.
 */
export function inviteFromAdministration(
  hub: { readonly database: HubDatabase; readonly key: SigningKey; readonly now: () => Date },
  wish: AdministrationWish,
): Promise<WishAnswer> {
  return hub.database.kysely.transaction().execute(async (transaction): Promise<WishAnswer> => {
    await lockRegistry(transaction);
    const now = hub.now();
    const institution = await readInstitution(transaction);
    if (institution === null) return refused('not-initialised');
    if ((await readOperatorRules(transaction, now)) === null) return refused('policy-silent');
    const counter = await transaction
      .selectFrom('station')
      .select('id')
      .where('name', '=', wish.counter)
      .where('kind', '=', 'counter')
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    if (counter === undefined) return refused('counter-unknown');
    const operators = await readOperators(transaction);
    const inOffice = operators.some(
      ({ role, revokedAt, credentials }) =>
        role === 'supervisor' && revokedAt === null && carriedKeys(credentials) > 0,
    );
    if (inOffice && !wish.emergency) return refused('supervisor-in-office');
    const statement = statementOf(wish, institution.settings.institution.id, counter.id, now);
    const against = judgeAdministration(statement, operators);
    if (against !== null) return refused(against);
    // Nobody's key stands behind it; the audit trail says so.
    if (!(await keepStatement(transaction, statement, null, now)))
      throw new Error('a new statement has a new id');
    const { code, expiresAt } = await mintInvitation(transaction, statement, hub.key, now);
    const facts = {
      statement: statement.id,
      kind: statement.kind,
      operator: statement.operator,
      station: statement.station,
      emergency: wish.emergency,
    };
    const actor = { type: 'administration', id: null } as const;
    await appendHubAudit(transaction, hub.key, { kind: 'operator-statement', actor, facts }, now);
    return { ok: true, code, expiresAt: expiresAt.toISOString() };
  });
}

/** Whether a statement came from the hub's own machine. */
export function isOfAdministration({ by }: Pick<OperatorStatement, 'by'>): boolean {
  return by === administrationSigner;
}

/** Why such a statement may not have its way (any more); null where it may. Judged again at each step of the enrolment. */
export function judgeAdministration(
  statement: OperatorStatement,
  operators: readonly OperatorRecord[],
): 'exists' | 'person-taken' | 'unknown' | null {
  const subject = operators.find(({ id }) => id === statement.operator);
  if (statement.kind === 'recover')
    return subject === undefined || subject.revokedAt !== null ? 'unknown' : null;
  if (statement.kind !== 'invite') return 'unknown';
  if (subject !== undefined) return 'exists';
  const { person } = statement;
  const taken = operators.some((one) => one.revokedAt === null && one.person === person);
  return person !== null && taken ? 'person-taken' : null;
}

function statementOf(
  wish: AdministrationWish,
  institution: string,
  station: string,
  now: Date,
): OperatorStatement {
  const common = {
    v: 1 as const,
    id: randomUUID(),
    institution,
    station,
    by: administrationSigner,
    operator: wish.operator,
    issuedAt: now.toISOString(),
  };
  return wish.kind === 'recover'
    ? { ...common, kind: 'recover', revokeKeys: true }
    : { ...common, kind: 'invite', name: wish.name, role: wish.role, person: wish.person };
}

function refused(problem: WishProblem): WishAnswer {
  return { ok: false, problem };
}
