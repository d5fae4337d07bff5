import {
  browserSupportsWebAuthn,
  platformAuthenticatorIsAvailable,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
} from '@simplewebauthn/browser';
import type { ErrorCode, Result } from '../../../preload/contract/errors.ts';
import type {
  WebAuthnAnswer,
  WebAuthnCreation,
  WebAuthnRegistration,
  WebAuthnRequest,
} from '../../../preload/contract/models/staff.ts';

type Descriptor = WebAuthnRequest['options']['allowCredentials'][number];

/** What this window can do; it helps the agent to choose and grants nothing. */
export async function webAuthnAbilities(): Promise<{
  readonly webAuthn: boolean;
  readonly platformAuthenticator: boolean;
}> {
  const webAuthn = browserSupportsWebAuthn();
  return { webAuthn, platformAuthenticator: webAuthn && (await platformAuthenticatorIsAvailable()) };
}

/**
 * Asks Windows Hello, Touch ID or a key through the system's own dialog (WebAuthn Level 3 §5.1.4). Whatever it answers,
 * the agent verifies.
 */
export async function askAuthenticator(request: WebAuthnRequest): Promise<Result<WebAuthnAnswer>> {
  try {
    const { allowCredentials, ...options } = request.options;
    const assertion = await startAuthentication({
      optionsJSON: {
        ...options,
        allowCredentials: allowCredentials.map(described),
      },
    });
    const { id, rawId, type, authenticatorAttachment, response } = assertion;
    const { clientDataJSON, authenticatorData, signature, userHandle } = response;
    return {
      ok: true,
      value: {
        ceremonyId: request.ceremonyId,
        assertion: {
          id,
          rawId,
          type,
          clientExtensionResults: {},
          ...(authenticatorAttachment === undefined ? {} : { authenticatorAttachment }),
          response: {
            clientDataJSON,
            authenticatorData,
            signature,
            ...(userHandle === undefined ? {} : { userHandle }),
          },
        },
      },
    };
  } catch (error) {
    return { ok: false, refusal: { code: codeOf(error) } };
  }
}

/**
 * Has this computer's own authenticator register (WebAuthn Level 3 §5.1.3): Windows Hello or Touch ID asks the person.
 * Refuses with `enrolment/key-taken` where it holds a registration already.
 */
export async function registerAuthenticator(
  creation: WebAuthnCreation,
): Promise<Result<WebAuthnRegistration>> {
  try {
    const { excludeCredentials, ...options } = creation.options;
    const made = await startRegistration({
      optionsJSON: { ...options, excludeCredentials: excludeCredentials.map(described) },
    });
    const { id, rawId, type, authenticatorAttachment, response } = made;
    const { clientDataJSON, attestationObject } = response;
    return {
      ok: true,
      value: {
        ceremonyId: creation.ceremonyId,
        registration: {
          id,
          rawId,
          type,
          response: { clientDataJSON, attestationObject },
          ...(authenticatorAttachment === undefined ? {} : { authenticatorAttachment }),
        },
      },
    };
  } catch (error) {
    const code = codeOf(error);
    return { ok: false, refusal: { code: code === 'key/no-credential' ? 'enrolment/key-taken' : code } };
  }
}

/** Takes back what the system's dialog is asked; the system's dialog closes. */
export function cancelAuthenticator(): void {
  WebAuthnAbortService.cancelCeremony();
}

function described({ transports, ...credential }: Descriptor) {
  return transports === undefined ? credential : { ...credential, transports };
}

/** Browsers say little on purpose: `NotAllowedError` is a refusal, a time-out and an unknown credential alike. */
function codeOf(error: unknown): ErrorCode {
  switch (error instanceof Error ? causeName(error) : '') {
    case 'AbortError':
    case 'NotAllowedError':
      return 'key/not-given';
    case 'NotSupportedError':
    case 'ConstraintError':
      return 'key/not-supported';
    // An authenticator that was asked to sign has no such credential; one that was asked to register has one already.
    case 'InvalidStateError':
      return 'key/no-credential';
    case 'SecurityError':
    case 'TypeError':
      return 'key/bad-request';
    default:
      return 'key/protocol';
  }
}

/** The library wraps some of the browser's errors and passes others through. */
function causeName(error: Error): string {
  return error.cause instanceof Error ? error.cause.name : error.name;
}
