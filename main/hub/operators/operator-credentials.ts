import type { CredentialBinding } from '../../exchange/credential-binding.ts';
import type { OperatorCredential, OperatorRecord } from '../../exchange/operator-assertion.ts';

/** Most credentials that one operator may have. */
const most = 10;

/** How many keys an operator carries. A platform authenticator is none: it serves one station, and signs no statement. */
export function carriedKeys(credentials: readonly OperatorCredential[]): number {
  return credentials.filter(({ binding }) => binding === undefined).length;
}

/**
 * An operator's credentials with new ones added. A new platform credential takes the place of the one that was bound to
 * the same account at the same station. Where there are too many, the oldest platform credential ends, then the oldest key.
 */
export function addCredentials(
  held: readonly OperatorCredential[],
  added: readonly OperatorCredential[],
): OperatorCredential[] {
  const kept = held.filter(({ binding }) => !added.some((one) => isSameBinding(binding, one.binding)));
  const all = [...kept, ...added];
  while (all.length > most) {
    const bound = all.findIndex((one) => one.binding !== undefined && !added.includes(one));
    all.splice(Math.max(bound, 0), 1);
  }
  return all;
}

/** Whether another active operator's platform credential is bound to this account at this station. */
export function isBoundToAnother(
  binding: CredentialBinding,
  operator: string,
  operators: readonly OperatorRecord[],
): boolean {
  return operators.some(
    ({ id, revokedAt, credentials }) =>
      id !== operator && revokedAt === null && credentials.some((one) => isSameBinding(one.binding, binding)),
  );
}

function isSameBinding(one: CredentialBinding | undefined, other: CredentialBinding | undefined): boolean {
  return one !== undefined && one.station === other?.station && one.account === other.account;
}
