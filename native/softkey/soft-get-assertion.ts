import { authenticatorFlag } from '../ctap/authenticator-data.ts';
import type { CborKey, CborMap, CborValue } from '../ctap/canonical-cbor.ts';
import { arrayField, bytesField, flagField, mapField, textField } from '../ctap/cbor-fields.ts';
import { tokenPermission } from '../ctap/client-pin.ts';
import { credentialDescriptor, descriptorId } from '../ctap/credential-descriptor.ts';
import { ctapStatus } from '../ctap/status-codes.ts';
import {
  answerWith,
  refuseField,
  refuseUntouched,
  refuseWith,
  type SoftAnswer,
  type UserPresence,
} from './soft-answer.ts';
import { authorise, type SoftAuthenticatorParts } from './soft-authorisation.ts';
import { authenticatorDataOf, signWith } from './soft-credential.ts';
import type { SoftCredential, SoftKeyState, SoftKeyStore } from './soft-key-state.ts';

const clientDataHashLength = 32;

/** The accounts that are left to answer for authenticatorGetNextAssertion (CTAP 2.2 §6.3). */
export interface RemainingAssertions {
  readonly credentials: readonly SoftCredential[];
  readonly clientDataHash: Uint8Array;
  readonly flags: number;
  /** More than one account answers, so that each is named. */
  readonly several: boolean;
}

export interface SoftAssertionAnswer {
  readonly answer: SoftAnswer;
  readonly remaining: RemainingAssertions | null;
}

/** authenticatorGetAssertion (CTAP 2.2 §6.2.2). */
export async function softGetAssertion(
  parts: SoftAuthenticatorParts,
  parameters: CborMap,
  presence: UserPresence,
): Promise<SoftAssertionAnswer> {
  const refused = (answer: SoftAnswer): SoftAssertionAnswer => ({ answer, remaining: null });
  const rpId = textField(parameters, 0x01);
  const clientDataHash = bytesField(parameters, 0x02);
  if (rpId === undefined) return refused(refuseField(parameters, 0x01));
  if (clientDataHash?.length !== clientDataHashLength) return refused(refuseField(parameters, 0x02));
  const authorised = await authorise(
    parts,
    {
      parameters,
      parameterKey: 0x06,
      protocolKey: 0x07,
      optionsKey: 0x05,
      clientDataHash,
      permission: tokenPermission.getAssertion,
      rpId,
    },
    presence,
  );
  if ('status' in authorised) return refused(authorised);
  const options = mapField(parameters, 0x05) ?? new Map();
  if (options.has('rk')) return refused(refuseWith(ctapStatus.invalidOption));
  const list = arrayField(parameters, 0x03);
  const [first, ...others] = applicable(parts.store.read(), rpId, list, authorised.verified);
  if (first === undefined) return refused(refuseWith(ctapStatus.noCredentials));

  const touching = flagField(options, 'up') !== false;
  if (touching) {
    const untouched = authorised.present ? null : await refuseUntouched(presence);
    if (untouched !== null) return refused(untouched);
    if (parts.traits.isCtap21) parts.token.spend();
  }
  const flags =
    (touching ? authenticatorFlag.userPresent : 0) |
    (authorised.verified ? authenticatorFlag.userVerified : 0);
  const remaining = { credentials: others, clientDataHash, flags, several: others.length > 0 };
  return {
    answer: sign(parts.store, first, remaining, others.length + 1),
    remaining: others.length > 0 ? remaining : null,
  };
}

/** authenticatorGetNextAssertion (CTAP 2.2 §6.3). */
export function softGetNextAssertion(
  { store }: SoftAuthenticatorParts,
  remaining: RemainingAssertions,
): SoftAssertionAnswer {
  const [next, ...credentials] = remaining.credentials;
  if (next === undefined) return { answer: refuseWith(ctapStatus.notAllowed), remaining: null };
  return {
    answer: sign(store, next, remaining, 1),
    remaining: credentials.length > 0 ? { ...remaining, credentials } : null,
  };
}

/**
 * With a list the first match of the key; without one its discoverable credentials, the newest first. Protected ones
 * only for a verified person (CTAP 2.2 §6.2.2 step 7).
 */
function applicable(
  state: SoftKeyState,
  rpId: string,
  list: readonly CborValue[] | undefined,
  verified: boolean,
): readonly SoftCredential[] {
  const hiddenFrom = list === undefined ? 2 : 3;
  const ofRp = state.credentials.filter(
    (credential) => credential.rpId === rpId && (verified || credential.protection < hiddenFrom),
  );
  if (list === undefined) return ofRp.filter(({ discoverable }) => discoverable).reverse();
  const ids = list.map((entry) => Buffer.from(descriptorId(entry) ?? []).toString('base64url'));
  return ofRp.filter(({ id }) => ids.includes(id)).slice(0, 1);
}

/** The counter is stored before the signature leaves, so that no counter value is ever used twice. */
function sign(
  store: SoftKeyStore,
  credential: SoftCredential,
  { clientDataHash, flags, several }: RemainingAssertions,
  accounts: number,
): SoftAnswer {
  const before = store.read();
  const signatureCounter = before.signatureCounter + 1;
  store.write({ ...before, signatureCounter });
  const authenticatorData = authenticatorDataOf(credential.rpId, flags, signatureCounter, null);
  const fields: [CborKey, CborValue][] = [
    [0x01, credentialDescriptor(Buffer.from(credential.id, 'base64url'))],
    [0x02, authenticatorData],
    [0x03, signWith(credential, authenticatorData, clientDataHash)],
  ];
  if (credential.discoverable) {
    // Names identify the person, so they leave only after verification (CTAP 2.2 §6.2.2 step 12).
    const named = several && (flags & authenticatorFlag.userVerified) !== 0;
    const user = new Map<string, CborValue>([['id', Buffer.from(credential.userId, 'base64url')]]);
    if (named) user.set('name', credential.userName).set('displayName', credential.userDisplayName);
    fields.push([0x04, user]);
  }
  if (accounts > 1) fields.push([0x05, accounts]);
  return answerWith(...fields);
}
