import { performance } from 'node:perf_hooks';
import { type CborMap, type CborValue, decodeCbor, encodeCbor } from '../ctap/canonical-cbor.ts';
import { ctapCommand } from '../ctap/ctap-command.ts';
import { ctapStatus } from '../ctap/status-codes.ts';
import {
  answerWith,
  refuseUntouched,
  refuseWith,
  type SoftAnswer,
  type SoftKeyGeneration,
  type UserPresence,
} from './soft-answer.ts';
import type { SoftAuthenticatorParts } from './soft-authorisation.ts';
import { createSoftClientPin } from './soft-client-pin.ts';
import { softAlgorithms, softKeyAaguid } from './soft-credential.ts';
import { type RemainingAssertions, softGetAssertion, softGetNextAssertion } from './soft-get-assertion.ts';
import type { SoftKeyStore } from './soft-key-state.ts';
import { softMakeCredential } from './soft-make-credential.ts';
import { createSoftPinToken } from './soft-pin-token.ts';

/** A CTAP2 authenticator in software, for demonstrations and tests. One command at a time. */
export interface SoftAuthenticator {
  /** Takes a request (command byte and CBOR) and gives the answer (status byte and CBOR). */
  handle(request: Uint8Array, presence: UserPresence): Promise<Uint8Array>;
}

const maximumCredentialsInList = 8;
const maximumCredentialIdLength = 128;
const maximumMessageSize = 2048;
/** CTAP 2.2 §6.3: the next account may be asked for within 30 s. */
const nextAssertionWindow = 30_000;

/** Powers an authenticator up: what is not in the store (tokens, wrong PINs in a row, key pairs) begins anew. */
export function createSoftAuthenticator(
  store: SoftKeyStore,
  generation: SoftKeyGeneration = 'ctap2.1',
  now: () => number = () => performance.now(),
): SoftAuthenticator {
  const token = createSoftPinToken(now);
  const clientPin = createSoftClientPin(store, token, generation);
  const parts: SoftAuthenticatorParts = {
    store,
    clientPin,
    token,
    singleUseTokens: generation === 'ctap2.1',
  };
  let next: { readonly remaining: RemainingAssertions; readonly until: number } | null = null;

  async function run(
    command: number | undefined,
    parameters: CborMap,
    presence: UserPresence,
  ): Promise<SoftAnswer> {
    const continued = next;
    next = null;
    switch (command) {
      case ctapCommand.getInfo:
        return getInfo();
      case ctapCommand.clientPin:
        return clientPin.handle(parameters);
      case ctapCommand.makeCredential:
        return softMakeCredential(parts, parameters, presence);
      case ctapCommand.getAssertion: {
        const { answer, remaining } = await softGetAssertion(parts, parameters, presence);
        if (remaining !== null) next = { remaining, until: now() + nextAssertionWindow };
        return answer;
      }
      case ctapCommand.getNextAssertion: {
        if (continued === null || now() > continued.until) return refuseWith(ctapStatus.notAllowed);
        const { answer, remaining } = softGetNextAssertion(parts, continued.remaining);
        if (remaining !== null) next = { remaining, until: now() + nextAssertionWindow };
        return answer;
      }
      case ctapCommand.selection:
        if (generation === 'ctap2.0') return refuseWith(ctapStatus.invalidCommand);
        return (await refuseUntouched(presence)) ?? answerWith();
      default:
        return refuseWith(ctapStatus.invalidCommand);
    }
  }

  function getInfo(): SoftAnswer {
    const options = new Map<string, CborValue>([
      ['rk', true],
      ['up', true],
      ['plat', false],
      ['clientPin', store.read().pin !== null],
    ]);
    const common = [
      [0x01, generation === 'ctap2.0' ? ['FIDO_2_0'] : ['FIDO_2_0', 'FIDO_2_1']],
      [0x03, softKeyAaguid],
      [0x04, options],
      [0x05, maximumMessageSize],
      [0x06, clientPin.protocols.map(({ version }) => version)],
    ] as const;
    if (generation === 'ctap2.0') return answerWith(...common);
    options.set('pinUvAuthToken', true);
    return answerWith(
      ...common,
      [0x07, maximumCredentialsInList],
      [0x08, maximumCredentialIdLength],
      [0x09, ['usb']],
      [
        0x0a,
        softAlgorithms.map((alg) => new Map<string, CborValue>(Object.entries({ alg, type: 'public-key' }))),
      ],
      [0x0d, 4],
    );
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
