import { ctapCommand } from '../ctap/ctap-command.ts';
import { type PinProtocol, pinProtocolOne, pinProtocolTwo } from '../ctap/pin-protocol.ts';

/** The generations of keys that a software key can play; `u2f` speaks CTAP1 only. */
export type SoftKeyGeneration = 'u2f' | 'ctap2.0' | 'ctap2.1-preview' | 'ctap2.1' | 'ctap2.2';

/** What differs between the generations. */
export interface GenerationTraits {
  /** As authenticatorGetInfo names them. */
  readonly versions: readonly string[];
  /** The preferred first. */
  readonly pinProtocols: readonly PinProtocol[];
  readonly extensions: readonly string[];
  /** Tokens have permissions and serve one operation; authenticatorSelection and authenticatorConfig exist. */
  readonly isCtap21: boolean;
  readonly isCtap22: boolean;
  /** The command bytes of credential management. Keys of CTAP 2.1 answer the older one too (CTAP 2.2 §6.14). */
  readonly credentialManagement: readonly number[];
}

const ctap20: GenerationTraits = {
  versions: ['FIDO_2_0'],
  pinProtocols: [pinProtocolOne],
  extensions: [],
  isCtap21: false,
  isCtap22: false,
  credentialManagement: [],
};

const ctap21: GenerationTraits = {
  versions: ['FIDO_2_0', 'FIDO_2_1'],
  pinProtocols: [pinProtocolTwo, pinProtocolOne],
  extensions: ['credProtect', 'minPinLength'],
  isCtap21: true,
  isCtap22: false,
  credentialManagement: [ctapCommand.credentialManagement, ctapCommand.credentialManagementPreview],
};

const traits: Readonly<Record<SoftKeyGeneration, GenerationTraits>> = {
  // Never asked: the device answers for it (`soft-u2f.ts`).
  u2f: ctap20,
  'ctap2.0': ctap20,
  'ctap2.1-preview': {
    ...ctap20,
    versions: ['FIDO_2_0', 'FIDO_2_1_PRE'],
    extensions: ['credProtect'],
    credentialManagement: [ctapCommand.credentialManagementPreview],
  },
  'ctap2.1': ctap21,
  'ctap2.2': { ...ctap21, versions: ['FIDO_2_0', 'FIDO_2_1', 'FIDO_2_2'], isCtap22: true },
};

/** See `GenerationTraits`. */
export function traitsOf(generation: SoftKeyGeneration): GenerationTraits {
  return traits[generation];
}
