import { z } from 'zod';
import { ok, type Result, refuse } from '../../preload/contract/errors.ts';
import { identifier } from '../../preload/contract/models/base.ts';

/** A desktop account: a Windows SID, or `uid:` and a number. */
export const desktopAccount = z.string().regex(/^(S-1-\d{1,15}(-\d{1,10}){1,15}|uid:\d{1,10})$/);

/** Where a platform authenticator counts: it proves a desktop account at one machine, not a person. */
export const credentialBinding = z.strictObject({ station: identifier, account: desktopAccount });
export type CredentialBinding = z.infer<typeof credentialBinding>;

/** What the policy says of platform authenticators. Where it says nothing they are refused. */
export interface PlatformRules {
  readonly platformAuthenticators: 'refused' | 'bound';
  /** Desktop accounts that several people use. */
  readonly sharedAccounts: readonly string[];
}

/**
 * Whether a bound credential counts at a station under the policy's rules. Agent and hub ask alike; the agent compares
 * the desktop account besides, which only it can see.
 */
export function bindingCounts(
  binding: CredentialBinding,
  station: string,
  rules: PlatformRules | undefined,
): Result<null> {
  if (rules?.platformAuthenticators !== 'bound') return refuse('staff/platform-refused');
  if (rules.sharedAccounts.includes(binding.account)) return refuse('staff/shared-account');
  return binding.station === station ? ok(null) : refuse('staff/credential-elsewhere');
}

/**
 * What an authenticator proves: the desktop account for a platform authenticator, the operator otherwise. Two approvals
 * of one case differ in it, and in more: see `judgeSecondApproval`.
 */
export function approvalIdentity(operator: string, binding: CredentialBinding | undefined): string {
  return binding === undefined ? `operator ${operator}` : `account ${binding.account}`;
}
