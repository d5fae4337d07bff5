import type { CborKey, CborValue } from '../ctap/canonical-cbor.ts';
import { ctapCommand } from '../ctap/ctap-command.ts';
import { answerWith, type SoftAnswer } from './soft-answer.ts';
import type { SoftAuthenticatorParts } from './soft-authorisation.ts';
import { maximumPinLengthReaders } from './soft-config.ts';
import { softAlgorithms, softKeyAaguid } from './soft-credential.ts';
import { maximumCredentials } from './soft-make-credential.ts';

export const maximumMessageSize = 2048;

const maximumCredentialsInList = 8;
const maximumCredentialIdLength = 128;
const firmwareVersion = 2;
const preferredSensorTries = 3;
/** A fingerprint, in the FIDO registry's list of user verification methods. */
const fingerprintModality = 2;

/** authenticatorGetInfo (CTAP 2.2 §6.4), as far as the generation knew it. */
export function softInformation({ store, fingerprint, traits }: SoftAuthenticatorParts): SoftAnswer {
  const state = store.read();
  const options = new Map<string, CborValue>([
    ['rk', true],
    ['up', true],
    ['plat', false],
    ['clientPin', state.pin !== null],
  ]);
  if (fingerprint.present) options.set('uv', fingerprint.enrolled);
  const fields: [CborKey, CborValue][] = [
    [0x01, traits.versions],
    [0x03, softKeyAaguid],
    [0x04, options],
    [0x05, maximumMessageSize],
    [0x06, traits.pinProtocols.map(({ version }) => version)],
  ];
  if (traits.extensions.length > 0) fields.push([0x02, traits.extensions]);
  const management = traits.credentialManagement;
  if (management.includes(ctapCommand.credentialManagement)) options.set('credMgmt', true);
  if (management.includes(ctapCommand.credentialManagementPreview))
    options.set('credentialMgmtPreview', true);
  if (!traits.isCtap21) return answerWith(...fields);

  const discoverable = state.credentials.filter((credential) => credential.discoverable).length;
  for (const name of ['pinUvAuthToken', 'authnrCfg', 'setMinPINLength']) options.set(name, true);
  options.set('alwaysUv', state.alwaysVerifies);
  fields.push(
    [0x07, maximumCredentialsInList],
    [0x08, maximumCredentialIdLength],
    [0x09, ['usb']],
    [
      0x0a,
      softAlgorithms.map((alg) => new Map<string, CborValue>(Object.entries({ alg, type: 'public-key' }))),
    ],
    [0x0c, state.mustChangePin],
    [0x0d, state.minimumPinLength],
    [0x0e, firmwareVersion],
    [0x10, maximumPinLengthReaders],
    [0x14, maximumCredentials - discoverable],
  );
  if (fingerprint.present) fields.push([0x11, preferredSensorTries], [0x12, fingerprintModality]);
  if (traits.isCtap22) fields.push([0x16, ['packed']], [0x18, false], [0x1a, ['usb']], [0x1d, 63]);
  return answerWith(...fields);
}
