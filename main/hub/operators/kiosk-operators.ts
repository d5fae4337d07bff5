import type { OperatorRole } from '../../../preload/contract/models/staff.ts';
import type { OperatorRecord } from '../../exchange/operator-assertion.ts';
import { newestPolicy } from '../newest-policy.ts';
import type { HubQuery } from '../store/hub-database.ts';

/**
 * What a lab station has to know of the registry to open its kiosk for maintenance, and no more: who may, by which keys,
 * under which name. It learns neither other operators, nor anybody's own account, nor who is gone.
 */
export function kioskOperators(
  operators: readonly OperatorRecord[],
  leaveRole: OperatorRole,
): OperatorRecord[] {
  return operators
    .filter(({ role, revokedAt }) => revokedAt === null && (role === leaveRole || role === 'supervisor'))
    .map((operator) => ({
      ...operator,
      person: null,
      // A platform authenticator is bound to another machine; only a key that is carried opens a kiosk.
      credentials: operator.credentials.filter(({ binding }) => binding === undefined),
    }))
    .filter(({ credentials }) => credentials.length > 0);
}

/** Who may open a kiosk by the newest policy: supervisors where it says nothing, or where there is none. */
export async function leaveRoleOf(query: HubQuery): Promise<OperatorRole> {
  return (await newestPolicy(query))?.kiosk?.leaveRole ?? 'supervisor';
}
