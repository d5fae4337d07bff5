import type { CborKey, CborMap, CborValue } from '../ctap/canonical-cbor.ts';
import { bytesField, countField, mapField, textField } from '../ctap/cbor-fields.ts';
import { tokenPermission } from '../ctap/client-pin.ts';
import { credentialDescriptor, descriptorId } from '../ctap/credential-descriptor.ts';
import {
  credentialManagementMessage,
  credentialSubcommand,
  rpIdHashOf,
} from '../ctap/credential-management.ts';
import { ctapStatus } from '../ctap/status-codes.ts';
import { answerWith, refuseField, refuseWith, type SoftAnswer } from './soft-answer.ts';
import { refuseUnproven, type SoftAuthenticatorParts } from './soft-authorisation.ts';
import { publicKeyOf } from './soft-credential.ts';
import type { SoftCredential } from './soft-key-state.ts';
import { maximumCredentials } from './soft-make-credential.ts';

/** What an enumeration has still to tell; the next command must ask for it (CTAP 2.2 §6.8.3). */
export interface RemainingEntries {
  readonly of: 'relying-parties' | 'credentials';
  readonly answers: readonly (readonly (readonly [CborKey, CborValue])[])[];
}

export interface SoftManagementAnswer {
  readonly answer: SoftAnswer;
  readonly remaining: RemainingEntries | null;
}

/** authenticatorCredentialManagement (CTAP 2.2 §6.8) over the discoverable credentials. */
export function softCredentialManagement(
  parts: SoftAuthenticatorParts,
  parameters: CborMap,
  continued: RemainingEntries | null,
): SoftManagementAnswer {
  const subcommand = countField(parameters, 0x01);
  if (subcommand === undefined || subcommand > 0xff) return only(refuseField(parameters, 0x01));
  if (subcommand === credentialSubcommand.enumerateRpsNext) return following(continued, 'relying-parties');
  if (subcommand === credentialSubcommand.enumerateCredentialsNext)
    return following(continued, 'credentials');
  const own = parts.store.read().credentials.filter(({ discoverable }) => discoverable);
  const details = mapField(parameters, 0x02) ?? null;
  const target = targetOf(own, details);
  const rpIdHash = (details && bytesField(details, 0x01)) ?? null;
  const serves = (rpId: string): boolean =>
    subcommand === credentialSubcommand.enumerateCredentialsBegin
      ? rpIdHash !== null && Buffer.compare(rpIdHashOf(rpId), rpIdHash) === 0
      : target?.rpId === rpId;
  const unproven = refuseUnproven(
    parts,
    parameters,
    { parameter: 0x04, protocol: 0x03 },
    credentialManagementMessage(subcommand, details),
    tokenPermission.credentialManagement,
    serves,
  );
  if (unproven !== null) return only(unproven);
  switch (subcommand) {
    case credentialSubcommand.getMetadata:
      return only(answerWith([0x01, own.length], [0x02, maximumCredentials - own.length]));
    case credentialSubcommand.enumerateRpsBegin:
      return enumerated('relying-parties', 0x05, [...new Set(own.map(({ rpId }) => rpId))].map(rpEntry));
    case credentialSubcommand.enumerateCredentialsBegin:
      if (rpIdHash === null) return only(refuseWith(ctapStatus.missingParameter));
      return enumerated(
        'credentials',
        0x09,
        own
          .filter(({ rpId }) => Buffer.compare(rpIdHashOf(rpId), rpIdHash) === 0)
          .reverse()
          .map((credential) => credentialEntry(credential, parts.traits.extensions.includes('credProtect'))),
      );
    case credentialSubcommand.deleteCredential:
      return only(changeTarget(parts, target, null));
    case credentialSubcommand.updateUser:
      return only(
        parts.traits.isCtap21
          ? changeTarget(parts, target, (details && mapField(details, 0x03)) ?? new Map())
          : refuseWith(ctapStatus.invalidSubcommand),
      );
    default:
      return only(refuseWith(ctapStatus.invalidSubcommand));
  }
}

function only(answer: SoftAnswer): SoftManagementAnswer {
  return { answer, remaining: null };
}

function enumerated(
  of: RemainingEntries['of'],
  totalKey: number,
  entries: RemainingEntries['answers'],
): SoftManagementAnswer {
  const [first, ...answers] = entries;
  if (first === undefined) return only(refuseWith(ctapStatus.noCredentials));
  const answer = answerWith(...first, [totalKey, entries.length]);
  return { answer, remaining: answers.length > 0 ? { of, answers } : null };
}

function following(continued: RemainingEntries | null, of: RemainingEntries['of']): SoftManagementAnswer {
  if (continued?.of !== of) return only(refuseWith(ctapStatus.notAllowed));
  const [next, ...answers] = continued.answers;
  if (next === undefined) return only(refuseWith(ctapStatus.notAllowed));
  return { answer: answerWith(...next), remaining: answers.length > 0 ? { of, answers } : null };
}

function rpEntry(rpId: string): (readonly [CborKey, CborValue])[] {
  return [
    [0x03, new Map<string, CborValue>([['id', rpId]])],
    [0x04, rpIdHashOf(rpId)],
  ];
}

function credentialEntry(
  credential: SoftCredential,
  tellsProtection: boolean,
): (readonly [CborKey, CborValue])[] {
  const user = new Map<string, CborValue>([
    ['id', Buffer.from(credential.userId, 'base64url')],
    ['name', credential.userName],
    ['displayName', credential.userDisplayName],
  ]);
  const entry: (readonly [CborKey, CborValue])[] = [
    [0x06, user],
    [0x07, credentialDescriptor(Buffer.from(credential.id, 'base64url'))],
    [0x08, publicKeyOf(credential)],
  ];
  return tellsProtection ? [...entry, [0x0a, credential.protection]] : entry;
}

function targetOf(own: readonly SoftCredential[], details: CborMap | null): SoftCredential | null {
  const id = descriptorId(details?.get(0x02));
  if (id === null) return null;
  const text = Buffer.from(id).toString('base64url');
  return own.find((credential) => credential.id === text) ?? null;
}

/** Removes the credential, or with `user` gives it other names; the user id must stay (CTAP 2.2 §6.8.6). */
function changeTarget(
  { store }: SoftAuthenticatorParts,
  target: SoftCredential | null,
  user: CborMap | null,
): SoftAnswer {
  if (target === null) return refuseWith(ctapStatus.noCredentials);
  const state = store.read();
  if (user === null) {
    store.write({ ...state, credentials: state.credentials.filter(({ id }) => id !== target.id) });
    return answerWith();
  }
  const userId = bytesField(user, 'id');
  if (userId === undefined || Buffer.from(userId).toString('base64url') !== target.userId)
    return refuseWith(ctapStatus.invalidParameter);
  const renamed = {
    ...target,
    userName: textField(user, 'name') ?? '',
    userDisplayName: textField(user, 'displayName') ?? '',
  };
  store.write({
    ...state,
    credentials: state.credentials.map((credential) => (credential.id === target.id ? renamed : credential)),
  });
  return answerWith();
}
