import { performance } from 'node:perf_hooks';
import { type Assertion, getNextAssertion } from '../ctap/get-assertion.ts';
import { toBase64url } from './base64url.ts';
import type { ClientWaits } from './client-waits.ts';
import type { KeyContext } from './fido-client.ts';
import { type FidoResult, fail, succeed } from './fido-error.ts';
import type { KeySession } from './key-session.ts';
import { untilInterrupted } from './session-interruption.ts';

/** No person has as many accounts at one RP: a key that claims more is not believed. */
const maximumAccounts = 100;
/** Milliseconds for all of them, however slowly each comes. */
const longestCollection = 30_000;

/**
 * The answer of the account that the person chooses, where a key holds several for the RP (CTAP 2.2 §6.3). Without a way
 * to ask, or where the choice was made on the key, the first: the newest.
 */
export async function selectAccount(
  session: KeySession,
  first: Assertion,
  context: KeyContext,
  waits: ClientWaits,
): Promise<FidoResult<Assertion>> {
  const { interaction, signal } = context;
  if (first.accounts <= 1 || first.selectedOnKey || interaction.chooseAccount === undefined)
    return succeed(first);
  if (first.accounts > maximumAccounts) return fail('key/protocol', 'impossible number of accounts');
  const assertions = [first];
  const until = performance.now() + longestCollection;
  while (assertions.length < first.accounts) {
    if (performance.now() > until) return fail('key/timeout', 'accounts: too slow');
    const next = await getNextAssertion(session.authenticator, signal);
    if (!next.ok) return next;
    assertions.push(next.value);
  }
  const asked = interaction.chooseAccount(
    assertions.map(({ userId, userName, userDisplayName }) => ({
      userId: userId === null ? null : toBase64url(userId),
      name: userName,
      displayName: userDisplayName,
    })),
  );
  const chosen = await untilInterrupted(asked, session, waits.pin, signal);
  if (!chosen.ok) return chosen;
  const assertion = chosen.value === null ? undefined : assertions[chosen.value];
  return assertion === undefined ? fail('key/cancelled', 'no account chosen') : succeed(assertion);
}
