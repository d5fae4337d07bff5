import type { FidoResult } from './fido-error.ts';
import type { UserInteraction } from './user-interaction.ts';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from './webauthn-json.ts';

/** What every operation on a key is given: the person, the way to give up, and perhaps the device. */
export interface KeyContext {
  readonly interaction: UserInteraction;
  /** Gives up: the key is told, and the result is `key/cancelled`. */
  readonly signal?: AbortSignal | undefined;
  /** Uses this device and no other; `key/removed` if it is not there. */
  readonly devicePath?: string | undefined;
}

export interface FidoContext extends KeyContext {
  /** The caller's web origin, such as `https://madoguchi.example.ac.jp`: it is signed, and bounds the RP id. */
  readonly origin: string;
}

/**
 * A WebAuthn client. Both operations always verify the person (PIN or the key's own sensor), whatever weaker wish the
 * options state, and always end within bounds. Failures are values; see `FidoErrorCode`.
 */
export interface FidoClient {
  /** Registers a credential (WebAuthn Level 3 §5.1.3). */
  makeCredential(
    options: PublicKeyCredentialCreationOptionsJSON,
    context: FidoContext,
  ): Promise<FidoResult<RegistrationResponseJSON>>;
  /** Signs a challenge with a registered credential (WebAuthn Level 3 §5.1.4). */
  getAssertion(
    options: PublicKeyCredentialRequestOptionsJSON,
    context: FidoContext,
  ): Promise<FidoResult<AuthenticationResponseJSON>>;
}
