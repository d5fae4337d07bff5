import { performance } from 'node:perf_hooks';
import { succeed } from '../../native/client/fido-error.ts';
import { getAuthenticatorInfo } from '../../native/ctap/authenticator-info.ts';
import {
  getPinRetries,
  getTokenUsingPin,
  getUvRetries,
  type PinUvAuthToken,
} from '../../native/ctap/client-pin.ts';
import {
  deleteCredential,
  enumerateCredentials,
  enumerateRelyingParties,
  getCredentialsMetadata,
  rpIdHashOf,
} from '../../native/ctap/credential-management.ts';
import { ctapCommand } from '../../native/ctap/ctap-command.ts';
import { getAssertion, getNextAssertion } from '../../native/ctap/get-assertion.ts';
import { makeCredential } from '../../native/ctap/make-credential.ts';
import { pinProtocolTwo } from '../../native/ctap/pin-protocol.ts';
import { resetAuthenticator } from '../../native/ctap/reset-authenticator.ts';
import type { CborExchange } from '../../native/hid/ctap-hid-channel.ts';
import { createSoftAuthenticator, type SoftAuthenticator } from '../../native/softkey/soft-authenticator.ts';
import { emptySoftKeyState, type SoftKeyState } from '../../native/softkey/soft-key-state.ts';
import { withPin } from '../../native/softkey/soft-pin-verifier.ts';

export const rpId = 'madoguchi.example.ac.jp';
export const pin = Buffer.from('1234');

const clientDataHash = new Uint8Array(32).fill(7);
const touched = { waitForTouch: async () => 'touched' as const };

/** Something that a client asks a key, whatever the key answers. */
export interface ClientQuestion {
  readonly name: string;
  ask(authenticator: CborExchange, token: PinUvAuthToken): Promise<unknown>;
}

/** Everything that the client asks, beside agreeing on secrets, which is dear and asked in the target for PINs. */
export const clientQuestions: readonly ClientQuestion[] = [
  { name: 'getInfo', ask: (authenticator) => getAuthenticatorInfo(authenticator) },
  { name: 'getPinRetries', ask: (authenticator) => getPinRetries(authenticator, pinProtocolTwo) },
  { name: 'getUvRetries', ask: (authenticator) => getUvRetries(authenticator, pinProtocolTwo) },
  { name: 'makeCredential', ask: (authenticator, token) => make(authenticator, token, 'op') },
  { name: 'getAssertion', ask: (authenticator, token) => assert(authenticator, token) },
  { name: 'getNextAssertion', ask: (authenticator) => getNextAssertion(authenticator) },
  { name: 'getMetadata', ask: (...key) => getCredentialsMetadata(managed(...key)) },
  { name: 'enumerateRps', ask: (...key) => enumerateRelyingParties(managed(...key)) },
  { name: 'enumerateCredentials', ask: (...key) => enumerateCredentials(managed(...key), rpIdHashOf(rpId)) },
  { name: 'deleteCredential', ask: (...key) => deleteCredential(managed(...key), new Uint8Array(32)) },
  { name: 'reset', ask: (authenticator) => resetAuthenticator(authenticator, {}) },
];

/** A software key in memory with a PIN, without a file. */
export function memoryAuthenticator(now: () => number = () => performance.now()): SoftAuthenticator {
  let state: SoftKeyState = withPin(emptySoftKeyState, pin);
  const store = {
    read: () => state,
    write(next: SoftKeyState) {
      state = next;
    },
  };
  return createSoftAuthenticator(store, { generation: 'ctap2.2', fingerprint: true, now });
}

/** Valid requests and their answers: two accounts made, signed with, listed and renamed. */
export async function recordExchanges(): Promise<{
  readonly requests: readonly Uint8Array[];
  readonly answers: readonly Uint8Array[];
}> {
  const requests: Uint8Array[] = [];
  const answers: Uint8Array[] = [];
  const soft = memoryAuthenticator();
  const authenticator: CborExchange = {
    async exchange(request) {
      const answer = await soft.handle(request, touched);
      requests.push(request);
      answers.push(answer);
      return succeed(answer);
    },
  };
  const token = async (permissions: number, boundTo: string | null): Promise<PinUvAuthToken> => {
    const given = await getTokenUsingPin(authenticator, pinProtocolTwo, pin, { permissions, rpId: boundTo });
    if (!given.ok) throw new Error(given.error.code);
    return given.value;
  };
  for (const account of ['one', 'two']) await make(authenticator, await token(1, rpId), account);
  await assert(authenticator, await token(2, rpId));
  await getNextAssertion(authenticator);
  const managing = await token(4, null);
  for (const { ask } of clientQuestions) await ask(authenticator, managing);
  return { requests, answers };
}

function managed(authenticator: CborExchange, token: PinUvAuthToken) {
  return { authenticator, command: ctapCommand.credentialManagement, token };
}

function make(authenticator: CborExchange, { protocol, bytes }: PinUvAuthToken, account: string) {
  return makeCredential(
    authenticator,
    {
      clientDataHash,
      relyingParty: { id: rpId, name: 'Madoguchi' },
      user: { id: Buffer.from(account), name: account, displayName: account },
      algorithms: [-7, -8, -257],
      excludeCredentials: [new Uint8Array(32)],
      discoverable: true,
      builtInVerification: false,
      pinUvAuth: { parameter: protocol.authenticate(bytes, clientDataHash), protocol: protocol.version },
      extensions: { protection: 2, minimumPinLength: true },
    },
    {},
  );
}

function assert(authenticator: CborExchange, { protocol, bytes }: PinUvAuthToken) {
  return getAssertion(
    authenticator,
    {
      rpId,
      clientDataHash,
      allowCredentials: [],
      userPresence: true,
      builtInVerification: false,
      pinUvAuth: { parameter: protocol.authenticate(bytes, clientDataHash), protocol: protocol.version },
    },
    {},
  );
}
