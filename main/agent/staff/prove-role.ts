import { randomBytes } from 'node:crypto';
import { type ErrorCode, ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { OperatorRole } from '../../../preload/contract/models/staff.ts';
import type { PolicySource, Store, TrustedClock } from '../ports.ts';
import { permit } from '../router.ts';
import type { OperatorKey } from './operator-key.ts';
import { registryUsable } from './operator-registry.ts';

type Owner = Extract<Awaited<ReturnType<OperatorKey['prove']>>, { ok: true }>['value']['owner'];

/**
 * Has an operator say by their security key, and never by a code, that something may be done where nobody is signed in.
 * Refuses where the registry is too old, where the key gave no proof, and with `refusal` where its owner's role is not
 * enough; `refused` hears of the last two, with whose key it was where that is known.
 */
export async function proveRole(
  ports: {
    readonly store: Store;
    readonly clock: TrustedClock;
    readonly policy: PolicySource;
    readonly key: Pick<OperatorKey, 'prove'>;
  },
  wish: {
    readonly purpose: Parameters<OperatorKey['prove']>[0];
    /** Asked after the touch: the policy may have changed while the key was waited for. */
    readonly role: () => OperatorRole;
    readonly refusal: ErrorCode;
    readonly refused: (code: ErrorCode, operator: string | null) => void;
  },
): Promise<Result<Owner>> {
  const usable = registryUsable(ports);
  if (!usable.ok) return usable;
  const proof = await ports.key.prove(wish.purpose, randomBytes(32).toString('base64url'), null);
  if (!proof.ok) {
    wish.refused(proof.refusal.code, null);
    return proof;
  }
  const { owner } = proof.value;
  if (permit(wish.role(), { state: 'signed-in', role: owner.operator.role }).ok) return ok(owner);
  wish.refused(wish.refusal, owner.operator.id);
  return refuse(wish.refusal);
}
