/**
 * The JSON forms of WebAuthn Level 3 §5.1 that pass between a relying party and this client, kept minimal: what other
 * libraries produce and expect fits them. All byte strings are base64url without padding.
 */
export interface CredentialDescriptorJSON {
  readonly id: string;
  readonly type: string;
  readonly transports?: readonly string[] | undefined;
}

export interface PublicKeyCredentialCreationOptionsJSON {
  readonly rp: { readonly id?: string | undefined; readonly name: string };
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
  readonly challenge: string;
  readonly pubKeyCredParams: readonly { readonly alg: number; readonly type: string }[];
  readonly excludeCredentials?: readonly CredentialDescriptorJSON[] | undefined;
  readonly authenticatorSelection?:
    | {
        readonly authenticatorAttachment?: string | undefined;
        readonly residentKey?: string | undefined;
        readonly requireResidentKey?: boolean | undefined;
        readonly userVerification?: string | undefined;
      }
    | undefined;
  readonly attestation?: string | undefined;
  readonly extensions?:
    | {
        readonly credProps?: boolean | undefined;
        /** `userVerificationOptional`, `userVerificationOptionalWithCredentialIDList`, `userVerificationRequired`. */
        readonly credentialProtectionPolicy?: string | undefined;
        /** Refuse keys that cannot protect the credential so. */
        readonly enforceCredentialProtectionPolicy?: boolean | undefined;
        readonly minPinLength?: boolean | undefined;
      }
    | undefined;
}

export interface PublicKeyCredentialRequestOptionsJSON {
  readonly challenge: string;
  readonly rpId?: string | undefined;
  readonly allowCredentials?: readonly CredentialDescriptorJSON[] | undefined;
  readonly userVerification?: string | undefined;
}

export interface RegistrationResponseJSON {
  id: string;
  rawId: string;
  type: 'public-key';
  authenticatorAttachment: 'cross-platform';
  clientExtensionResults: { credProps?: { rk: boolean } };
  response: {
    clientDataJSON: string;
    attestationObject: string;
    authenticatorData: string;
    transports: string[];
    publicKeyAlgorithm: number;
  };
}

export interface AuthenticationResponseJSON {
  id: string;
  rawId: string;
  type: 'public-key';
  authenticatorAttachment: 'cross-platform';
  clientExtensionResults: Record<string, never>;
  response: {
    clientDataJSON: string;
    authenticatorData: string;
    signature: string;
    userHandle?: string;
  };
}
