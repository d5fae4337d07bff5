import { ok, type Result } from '../../../../preload/contract/errors.ts';
import type { WipeStatus } from '../../../../preload/contract/models/lab.ts';
import { recordOperatorAct } from '../../audit/record-operator-act.ts';
import type { AuditTrail, PolicySource, Store, TrustedClock } from '../../ports.ts';
import type { OperatorKey } from '../../staff/operator-key.ts';
import { proveRole } from '../../staff/prove-role.ts';
import type { StationWipe } from './station-wipe.ts';

export interface WipeRetry {
  /**
   * Tries anew what could not be wiped, once a supervisor's security key says so; answers with how the wipe stands then.
   * The key opens nothing by itself: what is still there keeps the station locked. Asks for no key where nothing has
   * failed. Refuses with `session/wipe-role-refused` for another operator's key.
   */
  again(): Promise<Result<WipeStatus>>;
}

/**
 * The way for staff who stand at the machine and have no command line there. A supervisor's, since what a failed clean-up
 * command left is looked at by nobody else: to try again says that somebody has seen to it.
 */
export function createWipeRetry(ports: {
  readonly store: Store;
  readonly clock: TrustedClock;
  readonly policy: PolicySource;
  readonly audit: AuditTrail;
  readonly key: Pick<OperatorKey, 'prove'>;
  readonly wipe: Pick<StationWipe, 'status' | 'again'>;
}): WipeRetry {
  const { wipe } = ports;
  const record = (
    kind: 'lab-wipe-again' | 'lab-wipe-again-refused',
    operator: string | null,
    facts: Readonly<Record<string, string | null>>,
  ) => recordOperatorAct(ports, { kind, operator, facts });

  return {
    async again() {
      if (wipe.status().state !== 'failed') return ok(wipe.status());
      const proved = await proveRole(ports, {
        purpose: 'wipe-again',
        role: () => 'supervisor',
        refusal: 'session/wipe-role-refused',
        refused: (code, operator) => record('lab-wipe-again-refused', operator, { code }),
      });
      if (!proved.ok) return proved;
      const { operator, credential } = proved.value;
      record('lab-wipe-again', operator.id, { credential: credential.label, reason: wipe.status().reason });
      wipe.again();
      return ok(wipe.status());
    },
  };
}
