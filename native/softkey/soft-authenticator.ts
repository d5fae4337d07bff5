import { performance } from 'node:perf_hooks';
import { type CborMap, decodeCbor, encodeCbor } from '../ctap/canonical-cbor.ts';
import { ctapCommand } from '../ctap/ctap-command.ts';
import { resetWindow } from '../ctap/reset-authenticator.ts';
import { ctapStatus } from '../ctap/status-codes.ts';
import {
  answerWith,
  refuseUntouched,
  refuseWith,
  type SoftAnswer,
  type UserPresence,
} from './soft-answer.ts';
import type { SoftAuthenticatorParts } from './soft-authorisation.ts';
import { createSoftClientPin } from './soft-client-pin.ts';
import { softConfig } from './soft-config.ts';
import { type RemainingEntries, softCredentialManagement } from './soft-credential-management.ts';
import { createSoftFingerprint } from './soft-fingerprint.ts';
import { type RemainingAssertions, softGetAssertion, softGetNextAssertion } from './soft-get-assertion.ts';
import { maximumMessageSize, softInformation } from './soft-information.ts';
import { type SoftKeyGeneration, traitsOf } from './soft-key-generation.ts';
import type { SoftKeyStore } from './soft-key-state.ts';
import { softMakeCredential } from './soft-make-credential.ts';
import { createSoftPinToken } from './soft-pin-token.ts';
import { softReset } from './soft-reset.ts';

/** A CTAP2 authenticator in software, for demonstrations and tests. One command at a time. */
export interface SoftAuthenticator {
  /** Takes a request (command byte and CBOR) and gives the answer (status byte and CBOR). */
  handle(request: Uint8Array, presence: UserPresence): Promise<Uint8Array>;
}

export interface SoftAuthenticatorOptions {
  /** Default `ctap2.1`. */
  readonly generation?: SoftKeyGeneration | undefined;
  /** Whether it has a simulated fingerprint sensor; default no. */
  readonly fingerprint?: boolean | undefined;
  /** How long after it was plugged in it takes a reset, in milliseconds; default as in the standard. */
  readonly resetWindow?: number | undefined;
  /** A monotonic clock in milliseconds. */
  readonly now?: (() => number) | undefined;
}

/** CTAP 2.2 §6.3 and §6.8: the next account or entry may be asked for within 30 s. */
const continuationWindow = 30_000;

/** What the next command may continue, and until when. */
type Continuation = { readonly until: number } & (
  | { readonly kind: 'assertions'; readonly remaining: RemainingAssertions }
  | { readonly kind: 'entries'; readonly remaining: RemainingEntries }
);

/** Powers an authenticator up: what is not in the store (tokens, wrong PINs in a row, key pairs) begins anew. */
export function createSoftAuthenticator(
  store: SoftKeyStore,
  options: SoftAuthenticatorOptions = {},
): SoftAuthenticator {
  const { now = () => performance.now() } = options;
  const traits = traitsOf(options.generation ?? 'ctap2.1');
  const poweredUpAt = now();
  const parts: SoftAuthenticatorParts = {
    store,
    token: createSoftPinToken(now),
    fingerprint: createSoftFingerprint(store, options.fingerprint === true),
    traits,
  };
  const clientPin = createSoftClientPin(parts);
  let next: Continuation | null = null;

  async function run(
    command: number | undefined,
    parameters: CborMap,
    presence: UserPresence,
  ): Promise<SoftAnswer> {
    const continued = next !== null && now() <= next.until ? next : null;
    next = null;
    switch (command) {
      case ctapCommand.getInfo:
        return softInformation(parts);
      case ctapCommand.clientPin:
        return clientPin.handle(parameters, presence);
      case ctapCommand.makeCredential:
        return softMakeCredential(parts, parameters, presence);
      case ctapCommand.getAssertion: {
        const { answer, remaining } = await softGetAssertion(parts, parameters, presence);
        continueWithAssertions(remaining);
        return answer;
      }
      case ctapCommand.getNextAssertion: {
        if (continued?.kind !== 'assertions') return refuseWith(ctapStatus.notAllowed);
        const { answer, remaining } = softGetNextAssertion(parts, continued.remaining);
        continueWithAssertions(remaining);
        return answer;
      }
      case ctapCommand.reset: {
        const window = options.resetWindow ?? resetWindow;
        const answer = await softReset(store, now() - poweredUpAt <= window, presence);
        if (answer.status === ctapStatus.ok) clientPin.forget();
        return answer;
      }
      case ctapCommand.credentialManagement:
      case ctapCommand.credentialManagementPreview: {
        if (!traits.credentialManagement.includes(command)) return refuseWith(ctapStatus.invalidCommand);
        const entries = continued?.kind === 'entries' ? continued.remaining : null;
        const { answer, remaining } = softCredentialManagement(parts, parameters, entries);
        if (remaining !== null) next = { kind: 'entries', remaining, until: now() + continuationWindow };
        return answer;
      }
      case ctapCommand.selection:
        if (!traits.isCtap21) return refuseWith(ctapStatus.invalidCommand);
        return (await refuseUntouched(presence)) ?? answerWith();
      case ctapCommand.config:
        return traits.isCtap21 ? softConfig(parts, parameters) : refuseWith(ctapStatus.invalidCommand);
      default:
        return refuseWith(ctapStatus.invalidCommand);
    }
  }

  function continueWithAssertions(remaining: RemainingAssertions | null): void {
    if (remaining !== null) next = { kind: 'assertions', remaining, until: now() + continuationWindow };
  }

  return {
    async handle(request, presence) {
      const { status, body } = await answerTo(request, presence);
      return body === null ? Uint8Array.of(status) : Uint8Array.of(status, ...encodeCbor(body));
    },
  };

  async function answerTo(request: Uint8Array, presence: UserPresence): Promise<SoftAnswer> {
    const [command] = request;
    if (request.length > maximumMessageSize) return refuseWith(ctapStatus.invalidLength);
    if (request.length <= 1) return run(command, new Map(), presence);
    const parameters = decodeCbor(request.subarray(1));
    if (!parameters.ok) return refuseWith(ctapStatus.invalidCbor);
    if (!(parameters.value instanceof Map)) return refuseWith(ctapStatus.cborUnexpectedType);
    return run(command, parameters.value, presence);
  }
}
