import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { LocalizedText } from '../../../preload/contract/models/base.ts';
import type { IssuedCode } from '../../../preload/contract/models/operators.ts';
import type { InputOf, OutputOf } from '../../../preload/contract/procedures.ts';
import { recordOperatorAct } from '../audit/record-operator-act.ts';
import type { AuditEntryInput, AuditTrail, HubLink, Store } from '../ports.ts';
import { activeOperators, allOperators, operatorName } from '../staff/operator-registry.ts';
import type { StaffSessions } from '../staff/staff-session.ts';
import type { OperatorStatements, Stated } from './operator-statements.ts';

type Nothing = Record<string, never>;

export interface Operators {
  list(): Result<OutputOf<'operators.list'>>;
  signers(): Result<OutputOf<'operators.signers'>>;
  invite(input: InputOf<'operators.invite'>): Promise<Result<IssuedCode>>;
  recover(input: InputOf<'operators.recover'>): Promise<Result<IssuedCode>>;
  revoke(input: InputOf<'operators.revoke'>): Promise<Result<Nothing>>;
}

/** What a supervisor does about the other operators: each deed is signed by their key and carried out by the hub. */
export function createOperators(ports: {
  readonly store: Store;
  readonly audit: AuditTrail;
  readonly staff: StaffSessions;
  readonly statements: OperatorStatements;
  readonly link: HubLink;
}): Operators {
  const self = () => ports.staff.current()?.operator.id ?? null;

  const record = (kind: AuditEntryInput['kind'], by: string, facts: AuditEntryInput['facts']) =>
    recordOperatorAct(ports, { kind, operator: by, facts });

  const issue = async (
    stated: Stated,
    name: LocalizedText,
    kind: AuditEntryInput['kind'],
    facts: AuditEntryInput['facts'],
  ): Promise<Result<IssuedCode>> => {
    // The hub says the same; here no key need be touched for it.
    if (stated.operator === self()) return refuse('operators/own');
    const stating = await ports.statements.state(stated);
    if (!stating.ok) return stating;
    const { id, by, answer } = stating.value;
    record(kind, by, { operator: stated.operator, statement: id, ...facts });
    if (answer.kind !== 'code') return refuse('operators/statement-refused');
    const { code, expiresAt } = answer;
    return ok({ operator: { id: stated.operator, name }, code, expiresAt });
  };

  return {
    list: () =>
      ok(
        allOperators(ports.store.read).map(({ id, name, role, credentials, revokedAt }) => ({
          id,
          name,
          role,
          keys: credentials.map(({ label }) => label),
          revokedAt,
          self: id === self(),
        })),
      ),

    signers: () =>
      ok(
        activeOperators(ports.store.read)
          .filter(({ id, credentials }) => id !== self() && credentials.length > 0)
          .map(({ id, name }) => ({ id, name })),
      ),

    invite({ id, name, role, person }) {
      const stated: Stated = { kind: 'invite', operator: id, name, role, person };
      return issue(stated, name, 'operator-invited', { role });
    },

    recover({ operatorId, revokeKeys }) {
      const stated: Stated = { kind: 'recover', operator: operatorId, revokeKeys };
      const name = operatorName(ports.store.read, operatorId);
      return issue(stated, name, 'operator-recovery-issued', { revokeKeys });
    },

    async revoke({ operatorId }) {
      if (operatorId === self()) return refuse('operators/own');
      const stating = await ports.statements.state({ kind: 'revoke', operator: operatorId });
      if (!stating.ok) return stating;
      const { id, by } = stating.value;
      record('operator-revoked', by, { operator: operatorId, statement: id });
      ports.link.wake();
      return ok({});
    },
  };
}
