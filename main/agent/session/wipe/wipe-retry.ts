import { randomBytes } from 'node:crypto';
import { ok, type Result, refuse } from '../../../../preload/contract/errors.ts';
import type { WipeStatus } from '../../../../preload/contract/models/lab.ts';
import type { AuditTrail, PolicySource, Store, TrustedClock } from '../../ports.ts';
import { permit } from '../../router.ts';
import type { OperatorKey } from '../../staff/operator-key.ts';
import { registryUsable } from '../../staff/operator-registry.ts';
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
  ) =>
    ports.store.write((database) =>
      ports.audit.append(database, {
        kind,
        actor: { type: 'operator', id: operator },
        subject: null,
        facts,
        detail: null,
      }),
    );

  return {
    async again() {
      if (wipe.status().state !== 'failed') return ok(wipe.status());
      const usable = registryUsable(ports);
      if (!usable.ok) return usable;
      const proof = await ports.key.prove('wipe-again', randomBytes(32).toString('base64url'), null);
      if (!proof.ok) {
        record('lab-wipe-again-refused', null, { code: proof.refusal.code });
        return proof;
      }
      const { operator, credential } = proof.value.owner;
      if (!permit('supervisor', { state: 'signed-in', role: operator.role }).ok) {
        record('lab-wipe-again-refused', operator.id, { code: 'session/wipe-role-refused' });
        return refuse('session/wipe-role-refused');
      }
      record('lab-wipe-again', operator.id, { credential: credential.label, reason: wipe.status().reason });
      wipe.again();
      return ok(wipe.status());
    },
  };
}
