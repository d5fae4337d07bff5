import { authenticatorFlag } from '../ctap/authenticator-data.ts';
import type { CborMap, CborValue } from '../ctap/canonical-cbor.ts';
import { arrayField, bytesField, flagField, mapField, textField } from '../ctap/cbor-fields.ts';
import { tokenPermission } from '../ctap/client-pin.ts';
import { descriptorId } from '../ctap/credential-descriptor.ts';
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
import { authenticatorDataOf, createSoftCredential, signWith, softAlgorithms } from './soft-credential.ts';
import { extensionAnswers, protectionAskedFor } from './soft-extensions.ts';
import type { SoftCredential, SoftKeyState } from './soft-key-state.ts';

/** A software key holds no more credentials than this. */
export const maximumCredentials = 100;
const clientDataHashLength = 32;

/** authenticatorMakeCredential (CTAP 2.2 §6.1.2): packed self attestation, ES256 or EdDSA. */
export async function softMakeCredential(
  parts: SoftAuthenticatorParts,
  parameters: CborMap,
  presence: UserPresence,
): Promise<SoftAnswer> {
  const clientDataHash = bytesField(parameters, 0x01);
  const relyingParty = mapField(parameters, 0x02) ?? new Map();
  const user = mapField(parameters, 0x03) ?? new Map();
  const rpId = textField(relyingParty, 'id');
  const userId = bytesField(user, 'id');
  const types = arrayField(parameters, 0x04);
  if (clientDataHash?.length !== clientDataHashLength) return refuseField(parameters, 0x01);
  if (rpId === undefined) return refuseField(parameters, 0x02);
  if (userId === undefined) return refuseField(parameters, 0x03);
  if (types === undefined) return refuseField(parameters, 0x04);

  const authorised = await authorise(
    parts,
    {
      parameters,
      parameterKey: 0x08,
      protocolKey: 0x09,
      optionsKey: 0x07,
      clientDataHash,
      permission: tokenPermission.makeCredential,
      rpId,
    },
    presence,
  );
  if ('status' in authorised) return authorised;
  const algorithm = types.map(publicKeyAlgorithm).find((offered) => softAlgorithms.includes(offered ?? 0));
  if (algorithm === undefined || algorithm === null) return refuseWith(ctapStatus.unsupportedAlgorithm);
  const options = mapField(parameters, 0x07) ?? new Map();
  if (flagField(options, 'up') === false) return refuseWith(ctapStatus.invalidOption);
  const extensions = mapField(parameters, 0x06) ?? new Map();
  const protection = protectionAskedFor(extensions, parts.traits);
  if (protection === null) return refuseWith(ctapStatus.invalidOption);
  const before = parts.store.read();
  if (before.pin !== null && !authorised.verified) return refuseWith(ctapStatus.authTokenRequired);

  const untouched = authorised.present ? null : await refuseUntouched(presence);
  if (untouched !== null) return untouched;
  if (parts.traits.isCtap21) parts.token.spend();
  if (isExcluded(before, rpId, arrayField(parameters, 0x05), authorised.verified))
    return refuseWith(ctapStatus.credentialExcluded);

  const discoverable = flagField(options, 'rk') === true;
  const credential = createSoftCredential({
    rpId,
    userId: Buffer.from(userId).toString('base64url'),
    userName: textField(user, 'name') ?? '',
    userDisplayName: textField(user, 'displayName') ?? '',
    algorithm,
    discoverable,
    protection,
  });
  const kept = before.credentials.filter((other) => !(discoverable && isSameAccount(other, credential)));
  if (kept.length >= maximumCredentials) return refuseWith(ctapStatus.keyStoreFull);
  const signatureCounter = before.signatureCounter + 1;
  parts.store.write({ ...before, signatureCounter, credentials: [...kept, credential] });
  const answered = extensionAnswers(extensions, rpId, protection, before, parts.traits);
  const flags =
    authenticatorFlag.userPresent |
    authenticatorFlag.attestedCredential |
    (authorised.verified ? authenticatorFlag.userVerified : 0) |
    (answered === null ? 0 : authenticatorFlag.extensions);
  const authenticatorData = authenticatorDataOf(rpId, flags, signatureCounter, {
    credential,
    extensions: answered,
  });
  const statement = new Map<string, CborValue>([
    ['alg', algorithm],
    ['sig', signWith(credential, authenticatorData, clientDataHash)],
  ]);
  return answerWith([0x01, 'packed'], [0x02, authenticatorData], [0x03, statement]);
}

function publicKeyAlgorithm(type: CborValue): number | null {
  if (!(type instanceof Map) || type.get('type') !== 'public-key') return null;
  const algorithm = type.get('alg');
  return typeof algorithm === 'number' ? algorithm : null;
}

/** A credential of level 3 stays hidden from persons who are not verified (CTAP 2.2 §6.1.2 step 12). */
function isExcluded(
  state: SoftKeyState,
  rpId: string,
  list: readonly CborValue[] | undefined,
  verified: boolean,
): boolean {
  const ids = (list ?? []).map((entry) => Buffer.from(descriptorId(entry) ?? []).toString('base64url'));
  return state.credentials.some(
    (credential) =>
      credential.rpId === rpId && ids.includes(credential.id) && (verified || credential.protection < 3),
  );
}

/** A discoverable credential replaces the one that the same account already had (CTAP 2.2 §6.1.2 step 16). */
function isSameAccount(one: SoftCredential, other: SoftCredential): boolean {
  return one.discoverable && one.rpId === other.rpId && one.userId === other.userId;
}
