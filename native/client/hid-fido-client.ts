import { tokenPermission } from '../ctap/client-pin.ts';
import { getAssertion } from '../ctap/get-assertion.ts';
import { makeCredential } from '../ctap/make-credential.ts';
import type { HidPort } from '../hid/hid-port.ts';
import { type HidTiming, standardTiming } from '../hid/hid-timing.ts';
import { selectAccount } from './account-selection.ts';
import { checkAssertion, checkCreation } from './answer-check.ts';
import {
  type CreationPlan,
  planCreation,
  planRequest,
  type RequestPlan,
  requestedExtensions,
  wantsDiscoverable,
} from './ceremony-plan.ts';
import { authenticationResponse, registrationResponse } from './ceremony-response.ts';
import { type ClientWaits, standardWaits } from './client-waits.ts';
import type { FidoClient, FidoContext } from './fido-client.ts';
import { type FidoResult, fail } from './fido-error.ts';
import { withSelectedKey } from './key-selection.ts';
import type { KeySession } from './key-session.ts';
import { fitsOneRequest, narrowCredentials } from './known-credential.ts';
import { withVerifiedPerson } from './user-verification.ts';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from './webauthn-json.ts';

export interface HidFidoClientOptions {
  readonly port: HidPort;
  readonly timing?: HidTiming;
  readonly waits?: ClientWaits;
}

/**
 * The WebAuthn client for security keys over HID: CTAP 2.0 to 2.2, by the key's own sensor, or PIN by protocol 2 or 1.
 * Several keys: the person touches the one to use. Nothing is kept between operations; PIN and token bytes are
 * overwritten.
 */
export function createHidFidoClient(options: HidFidoClientOptions): FidoClient {
  const { port, timing = standardTiming, waits = standardWaits } = options;

  return {
    async makeCredential(creation, context) {
      const plan = planCreation(creation, context.origin);
      if (!plan.ok) return plan;
      return withSelectedKey(port, timing, waits, context, (session) =>
        register(session, plan.value, context, waits),
      );
    },
    async getAssertion(request, context) {
      const plan = planRequest(request, context.origin);
      if (!plan.ok) return plan;
      return withSelectedKey(port, timing, waits, context, (session) =>
        authenticate(session, plan.value, context, waits),
      );
    },
  };
}

async function register(
  session: KeySession,
  plan: CreationPlan,
  context: FidoContext,
  waits: ClientWaits,
): Promise<FidoResult<RegistrationResponseJSON>> {
  const discoverable = wantsDiscoverable(plan, session.info);
  if (!discoverable.ok) return discoverable;
  const extensions = requestedExtensions(plan, session.info);
  if (!extensions.ok) return extensions;
  const probing = !fitsOneRequest(session, plan.excludeCredentials);
  const permissions = tokenPermission.makeCredential | (probing ? tokenPermission.getAssertion : 0);
  const scope = { permissions, rpId: plan.relyingParty.id };
  return withVerifiedPerson(session, scope, context, waits, async (person) => {
    const exclude = await narrowCredentials(session, plan.excludeCredentials, {
      rpId: plan.relyingParty.id,
      authenticate: person.authenticate,
      signal: context.signal,
    });
    if (!exclude.ok) return exclude;
    const made = await makeCredential(
      session.authenticator,
      {
        clientDataHash: plan.clientData.hash,
        relyingParty: { id: plan.relyingParty.id, name: plan.relyingPartyName },
        user: plan.user,
        algorithms: plan.algorithms,
        excludeCredentials: exclude.value,
        discoverable: discoverable.value,
        builtInVerification: person.verification.kind === 'built-in',
        pinUvAuth: person.authenticate(plan.clientData.hash),
        extensions: extensions.value,
      },
      person.presence(),
    );
    if (!made.ok) return made;
    const checked = checkCreation(made.value, plan);
    return checked.ok
      ? registrationResponse(plan, made.value, checked.value, session.info, discoverable.value)
      : checked;
  });
}

async function authenticate(
  session: KeySession,
  plan: RequestPlan,
  context: FidoContext,
  waits: ClientWaits,
): Promise<FidoResult<AuthenticationResponseJSON>> {
  const rpId = plan.relyingParty.id;
  const scope = { permissions: tokenPermission.getAssertion, rpId };
  return withVerifiedPerson(session, scope, context, waits, async (person) => {
    const allowed = await narrowCredentials(session, plan.allowCredentials, {
      rpId,
      authenticate: person.authenticate,
      signal: context.signal,
    });
    if (!allowed.ok) return allowed;
    // An empty list would mean any account of the RP, which the caller did not ask for.
    if (plan.allowCredentials.length > 0 && allowed.value.length === 0)
      return fail('key/no-credential', 'none of the allowed credentials is of this key');
    const assertion = await getAssertion(
      session.authenticator,
      {
        rpId,
        clientDataHash: plan.clientData.hash,
        allowCredentials: allowed.value,
        userPresence: true,
        builtInVerification: person.verification.kind === 'built-in',
        pinUvAuth: person.authenticate(plan.clientData.hash),
      },
      person.presence(),
    );
    if (!assertion.ok) return assertion;
    const chosen = await selectAccount(session, assertion.value, context, waits);
    if (!chosen.ok) return chosen;
    const credentialId = checkAssertion(chosen.value, plan, allowed.value);
    return credentialId.ok ? authenticationResponse(plan, chosen.value, credentialId.value) : credentialId;
  });
}
