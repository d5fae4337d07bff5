import type { AuditEntryInput, AuditTrail, Store } from '../ports.ts';

/** What an operator did, or tried to, that is about no visitor. */
export interface OperatorAct {
  readonly kind: AuditEntryInput['kind'];
  /** The operator's id; null where nobody knows who it was. */
  readonly operator: string | null;
  readonly facts: AuditEntryInput['facts'];
}

/** Puts an operator's act on record (I8) in a transaction of its own. Throws where the store can't be written. */
export function recordOperatorAct(
  ports: { readonly store: Pick<Store, 'write'>; readonly audit: Pick<AuditTrail, 'append'> },
  { kind, operator, facts }: OperatorAct,
): void {
  ports.store.write((database) =>
    ports.audit.append(database, {
      kind,
      actor: { type: 'operator', id: operator },
      subject: null,
      facts,
      detail: null,
    }),
  );
}
