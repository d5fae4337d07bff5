import { tokenPermission } from '../ctap/client-pin.ts';
import { getAssertion } from '../ctap/get-assertion.ts';
import { makeCredential, type PinUvAuth, type PresenceOptions } from '../ctap/make-credential.ts';
import type { HidPort } from '../hid/hid-port.ts';
import { type HidTiming, standardTiming } from '../hid/hid-timing.ts';
import { checkAssertion, checkCreation } from './answer-check.ts';
import {
  type CreationPlan,
  planCreation,
  planRequest,
  type RequestPlan,
  wantsDiscoverable,
} from './ceremony-plan.ts';
import { authenticationResponse, registrationResponse } from './ceremony-response.ts';
import { type ClientWaits, standardWaits } from './client-waits.ts';
import type { FidoClient, FidoContext } from './fido-client.ts';
import { type FidoResult, fail } from './fido-error.ts';
import { selectKey } from './key-selection.ts';
import type { KeySession } from './key-session.ts';
import { fitsOneRequest, narrowCredentials } from './known-credential.ts';
import { type UserVerification, verifyUser } from './user-verification.ts';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from './webauthn-json.ts';

export interface HidFidoClientOptions {
  readonly port: HidPort;
  readonly timing?: HidTiming;
  readonly waits?: ClientWaits;
}

/**
 * The WebAuthn client for security keys over HID: CTAP 2.0 to 2.2, PIN by protocol 2 or 1 or the key's own sensor.
 * Several keys: the person touches the one to use. Nothing is kept between operations; PIN and token bytes are
 * overwritten.
 */
export function createHidFidoClient(options: HidFidoClientOptions): FidoClient {
  const { port, timing = standardTiming, waits = standardWaits } = options;

  async function withKey<T>(
    context: FidoContext,
    use: (session: KeySession) => Promise<FidoResult<T>>,
  ): Promise<FidoResult<T>> {
    try {
      const selected = await selectKey(port, timing, waits, context);
      if (!selected.ok) return selected;
      try {
        return await use(selected.value);
      } finally {
        selected.value.close();
      }
    } finally {
      context.interaction.done();
    }
  }

  return {
    async makeCredential(creation, context) {
      const plan = planCreation(creation, context.origin);
      if (!plan.ok) return plan;
      return withKey(context, (session) => register(session, plan.value, context, waits));
    },
    async getAssertion(request, context) {
      const plan = planRequest(request, context.origin);
      if (!plan.ok) return plan;
      return withKey(context, (session) => authenticate(session, plan.value, context, waits));
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
  const probing = !fitsOneRequest(session, plan.excludeCredentials);
  const permissions = tokenPermission.makeCredential | (probing ? tokenPermission.getAssertion : 0);
  const scope = { permissions, rpId: plan.relyingParty.id };
  return verified(session, scope, context, waits, async (verification, presence) => {
    const pinUvAuth = (hash: Uint8Array): PinUvAuth | null => signedBy(verification, hash);
    const exclude = await narrowCredentials(session, plan.excludeCredentials, {
      rpId: plan.relyingParty.id,
      authenticate: pinUvAuth,
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
        builtInVerification: verification.kind === 'built-in',
        pinUvAuth: pinUvAuth(plan.clientData.hash),
      },
      presence(),
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
  return verified(session, scope, context, waits, async (verification, presence) => {
    const pinUvAuth = (hash: Uint8Array): PinUvAuth | null => signedBy(verification, hash);
    const allowed = await narrowCredentials(session, plan.allowCredentials, {
      rpId,
      authenticate: pinUvAuth,
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
        builtInVerification: verification.kind === 'built-in',
        pinUvAuth: pinUvAuth(plan.clientData.hash),
      },
      presence(),
    );
    if (!assertion.ok) return assertion;
    const credentialId = checkAssertion(assertion.value, plan, allowed.value);
    return credentialId.ok ? authenticationResponse(plan, assertion.value, credentialId.value) : credentialId;
  });
}

/** Verifies the person, runs the operation and forgets the token, whatever happens in between. */
async function verified<T>(
  session: KeySession,
  scope: { readonly permissions: number; readonly rpId: string },
  context: FidoContext,
  waits: ClientWaits,
  use: (verification: UserVerification, presence: () => PresenceOptions) => Promise<FidoResult<T>>,
): Promise<FidoResult<T>> {
  const { interaction, signal } = context;
  /** A key repeats every 100 ms that it waits; the person is told once for each command. */
  const presence = (): PresenceOptions => {
    let told = false;
    return {
      signal,
      onTouchNeeded: () => {
        if (!told) interaction.touchNeeded(session.device);
        told = true;
      },
    };
  };
  const verification = await verifyUser(session, {
    ...presence(),
    interaction,
    scope,
    pinWait: waits.pin,
  });
  if (!verification.ok) return verification;
  try {
    return await use(verification.value, presence);
  } finally {
    if (verification.value.kind === 'token') verification.value.token.bytes.fill(0);
  }
}

function signedBy(verification: UserVerification, clientDataHash: Uint8Array): PinUvAuth | null {
  if (verification.kind === 'built-in') return null;
  const { protocol, bytes } = verification.token;
  return { parameter: protocol.authenticate(bytes, clientDataHash), protocol: protocol.version };
}
