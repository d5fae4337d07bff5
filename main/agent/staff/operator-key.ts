import type { FidoClient } from '../../../native/client/fido-client.ts';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { KeyPrompt } from '../../../preload/contract/models/keys.ts';
import {
  type OperatorAssertion,
  operatorAssertion,
  type WebAuthnAnswer,
  type WebAuthnRequest,
} from '../../../preload/contract/models/staff.ts';
import { bindingCounts } from '../../exchange/credential-binding.ts';
import { type OperatorCredential, verifyOperatorAssertion } from '../../exchange/operator-assertion.ts';
import { recordOperatorAct } from '../audit/record-operator-act.ts';
import type { AuditTrail, Caller, PolicySource, StationIdentity, Store } from '../ports.ts';
import { createOneAtATime } from '../sign-in/one-at-a-time.ts';
import type { KeyPrompts } from './key-prompts.ts';
import {
  activeOperators,
  findCredential,
  type RegisteredCredential,
  recordCounter,
} from './operator-registry.ts';
import {
  ceremonyDialogMs,
  createWebAuthnCeremonies,
  type WebAuthnCeremonies,
  type WebAuthnCeremony,
} from './webauthn-ceremonies.ts';

/** An operator's proof over a challenge, verified offline against the registry. */
export interface OperatorProof {
  readonly assertion: OperatorAssertion;
  readonly owner: RegisteredCredential;
  /** Path of the HID device that signed; null where the agent did not drive it. */
  readonly device: string | null;
}

export interface OperatorKey {
  /**
   * Has a security key over HID sign `challenge` (base64url) with user verification, and verifies the result. `only`
   * narrows to one operator's credentials. A counter that went backwards at this station is refused: a cloned key.
   */
  prove(
    purpose: KeyPrompt['purpose'],
    challenge: string,
    only: string | null,
  ): Promise<Result<OperatorProof>>;
  /** The same through a window's WebAuthn, first half: what to ask the authenticator for. */
  request(ceremony: Omit<WebAuthnCeremony, 'id'>, caller: Caller): Result<WebAuthnRequest>;
  /** The ceremony that a window is about to answer, not yet used up. */
  pending: WebAuthnCeremonies['find'];
  /**
   * Second half: uses the ceremony up and verifies the answer. `challenge` is what it must have been opened for; null
   * takes the ceremony's own.
   */
  accept(
    purpose: WebAuthnCeremony['purpose'],
    answer: WebAuthnAnswer,
    challenge: string | null,
    caller: Caller,
  ): Promise<Result<OperatorProof>>;
}

/** Beyond this many, the authenticator is asked for any credential that it holds for us. */
const longestAllowList = 64;
const mostWaiting = 16;

/** Where an assertion came from: the agent's own HID client, or a window of this desktop account. */
type Origin = { readonly client: 'hid' } | { readonly client: 'webauthn'; readonly caller: Caller };

export function createOperatorKey(ports: {
  readonly store: Store;
  readonly identity: StationIdentity;
  readonly policy: PolicySource;
  readonly audit: AuditTrail;
  readonly prompts: KeyPrompts;
  readonly client: FidoClient;
  readonly monotonicMs?: () => number;
}): OperatorKey {
  const ceremonies = createWebAuthnCeremonies(ports.monotonicMs ?? (() => performance.now()));
  const turns = createOneAtATime(mostWaiting);

  const credentialsOf = (only: string | null) =>
    activeOperators(ports.store.read)
      .filter((one) => only === null || one.id === only)
      .flatMap((one) => one.credentials);

  return {
    async prove(purpose, challenge, only) {
      const enrolment = ports.identity.enrolment();
      if (enrolment === null) return refuse('station/not-enrolled');
      const credentials = credentialsOf(only);
      if (credentials.length === 0) return refuse('staff/registry-empty');
      const roaming = credentials.filter((one) => one.binding === undefined);
      if (roaming.length === 0) return refuse('key/no-credential');
      const operation = ports.prompts.begin(purpose);
      if (!operation.ok) return operation;
      const { interaction, signal, device, finish } = operation.value;
      try {
        const asserted = await ports.client.getAssertion(
          {
            challenge,
            rpId: enrolment.rpId,
            userVerification: 'required',
            allowCredentials: roaming.map((one) => ({ id: one.id, type: 'public-key' as const })),
          },
          { origin: `https://${enrolment.rpId}`, interaction, signal },
        );
        if (!asserted.ok) {
          const { code, retriesLeft } = asserted.error;
          return retriesLeft === undefined ? refuse(code) : refuse(code, { retriesLeft });
        }
        const proof = await verify(asserted.value, challenge, enrolment.rpId, only, { client: 'hid' });
        return proof.ok ? ok({ ...proof.value, device: device()?.path ?? null }) : proof;
      } finally {
        finish();
      }
    },

    request(ceremony, caller) {
      const enrolment = ports.identity.enrolment();
      if (enrolment === null) return refuse('station/not-enrolled');
      const credentials = credentialsOf(ceremony.only);
      if (credentials.length === 0) return refuse('staff/registry-empty');
      const allowed = credentials.filter((one) => countsHere(one, caller).ok);
      const [first] = credentials.map((one) => countsHere(one, caller));
      if (allowed.length === 0) return first?.ok === false ? first : refuse('key/no-credential');
      const { id } = ceremonies.open(ceremony);
      return ok({
        ceremonyId: id,
        options: {
          challenge: ceremony.challenge,
          rpId: enrolment.rpId,
          timeout: ceremonyDialogMs,
          userVerification: 'required',
          allowCredentials: allowed.length > longestAllowList ? [] : allowed.map(descriptor),
        },
      });
    },

    pending: ceremonies.find,

    async accept(purpose, answer, challenge, caller) {
      const enrolment = ports.identity.enrolment();
      if (enrolment === null) return refuse('station/not-enrolled');
      const ceremony = ceremonies.take(answer.ceremonyId, purpose);
      if (!ceremony.ok) return ceremony;
      if (challenge !== null && ceremony.value.challenge !== challenge) return refuse('staff/ceremony-gone');
      return verify(answer.assertion, ceremony.value.challenge, enrolment.rpId, ceremony.value.only, {
        client: 'webauthn',
        caller,
      });
    },
  };

  /** A platform credential counts only where it was registered, and only for that desktop account. */
  function countsHere(credential: OperatorCredential, caller: Caller): Result<null> {
    const { binding } = credential;
    if (binding === undefined) return ok(null);
    const station = ports.identity.enrolment()?.station.id;
    if (station === undefined) return refuse('station/not-enrolled');
    const current = ports.policy.current();
    const rules = current.state === 'valid' ? current.policy.operatorSession : undefined;
    const counts = bindingCounts(binding, station, rules);
    if (!counts.ok) return counts;
    if (caller.shared) return refuse('staff/shared-account');
    return binding.account === caller.account ? ok(null) : refuse('staff/credential-elsewhere');
  }

  /** One answer after the other, in their order of arrival: two of one key must not race for its counter. */
  function verify(...answer: Parameters<typeof judge>): Promise<Result<OperatorProof>> {
    return turns.run(() => judge(...answer)) ?? Promise.resolve(refuse('key/busy'));
  }

  async function judge(
    given: unknown,
    challenge: string,
    rpId: string,
    only: string | null,
    origin: Origin,
  ): Promise<Result<OperatorProof>> {
    const parsed = operatorAssertion.safeParse(given);
    if (!parsed.success) return refuse('staff/assertion-refused');
    const owner = findCredential(ports.store.read, parsed.data.id);
    if (owner === null || (only !== null && owner.operator.id !== only))
      return refuse('staff/unknown-credential');
    const { credential } = owner;
    if (credential.binding === undefined) {
      // The registry knows it as a key that a person carries; a platform authenticator is none.
      if (parsed.data.authenticatorAttachment === 'platform') return refuse('staff/platform-refused');
    } else {
      if (origin.client !== 'webauthn') return refuse('staff/platform-refused');
      const counts = countsHere(credential, origin.caller);
      if (!counts.ok) return counts;
    }
    const verified = await verifyOperatorAssertion({ assertion: parsed.data, challenge, rpId, credential });
    if (!verified.ok) return refuse('staff/assertion-refused');
    const { counter } = verified.value;
    // WebAuthn Level 3 §7.2 step 22: a key that never counted may go on so; one that counted goes up.
    if ((counter !== 0 || owner.counter !== 0) && counter <= owner.counter) {
      flagRegress(owner, counter);
      return refuse('staff/counter-regress');
    }
    ports.store.write((database) => recordCounter(database, credential.id, counter));
    return ok({ assertion: parsed.data, owner, device: null });
  }

  /** On record for whoever looks for copied keys. Compared per station, since several stations work offline. */
  function flagRegress(owner: RegisteredCredential, counter: number): void {
    recordOperatorAct(ports, {
      kind: 'key-counter-regress',
      operator: owner.operator.id,
      facts: { credential: owner.credential.label, seen: owner.counter, given: counter },
    });
  }
}

function descriptor(credential: OperatorCredential): WebAuthnRequest['options']['allowCredentials'][number] {
  const described = { id: credential.id, type: 'public-key' as const };
  return credential.binding === undefined ? described : { ...described, transports: ['internal'] };
}
