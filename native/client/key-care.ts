import { setMinimumPinLength, toggleAlwaysUv } from '../ctap/authenticator-config.ts';
import { type PinUvAuthToken, tokenPermission } from '../ctap/client-pin.ts';
import { credentialManagementCommand } from '../ctap/credential-management.ts';
import type { HidPort } from '../hid/hid-port.ts';
import { type HidTiming, standardTiming } from '../hid/hid-timing.ts';
import { type ClientWaits, standardWaits } from './client-waits.ts';
import type { KeyContext } from './fido-client.ts';
import { type FidoResult, fail, type KeyCareResult, succeed } from './fido-error.ts';
import { describeKey, type KeyDescription } from './key-description.ts';
import { resetKey } from './key-reset.ts';
import { withSelectedKey } from './key-selection.ts';
import type { KeySession } from './key-session.ts';
import { changePresentPin, setFirstPin } from './pin-setting.ts';
import {
  credentialsOf,
  deleteCredentialOf,
  type KeyCredentials,
  renameCredentialOf,
} from './stored-credentials.ts';
import type { PinChange } from './user-interaction.ts';
import { type VerifiedPerson, withVerifiedPerson } from './user-verification.ts';

/** Names one credential of an RP; the id is base64url. */
export interface CredentialName {
  readonly rpId: string;
  readonly credentialId: string;
}

/**
 * What can be done with a key beside signing in. All operations use the named device, or else the one key that is there
 * or is touched; all end within bounds, close every prompt and leave the key as it was when they fail. The person is
 * verified (sensor or PIN) where the key demands it. While a key waits for a touch of another operation, these fail
 * with `key/busy`.
 */
export interface KeyCare {
  /** All plugged-in keys and how they stand. Asks nothing of the person; each key fails for itself. */
  describeKeys(signal?: AbortSignal): Promise<FidoResult<readonly KeyDescription[]>>;
  /** Sets the first PIN. Not allowed: `key/pin-not-allowed`; there is one already: `key/bad-request`. */
  setPin(pin: string, context: KeyContext): Promise<FidoResult<null>>;
  /** Changes the PIN; a wrong present one is `key/pin-wrong` with `retriesLeft`, or blocks the key. */
  changePin(change: PinChange, context: KeyContext): Promise<FidoResult<null>>;
  /** The discoverable credentials of one RP, and how full the key is. */
  listCredentials(rpId: string, context: KeyContext): Promise<FidoResult<KeyCredentials>>;
  /** Deletes one; `key/no-credential` if the key has no such credential of this RP. */
  deleteCredential(target: CredentialName, context: KeyContext): Promise<FidoResult<null>>;
  /** Changes the names shown for one. */
  renameCredential(
    target: CredentialName,
    names: { readonly name: string; readonly displayName: string },
    context: KeyContext,
  ): Promise<FidoResult<null>>;
  /** Whether the key verifies the person for everything. */
  setAlwaysVerify(wanted: boolean, context: KeyContext): Promise<FidoResult<null>>;
  /** Raises the shortest PIN that the key takes, in code points, for good; a shorter PIN must then be changed. */
  raiseMinimumPinLength(length: number, context: KeyContext): Promise<FidoResult<null>>;
  /** Erases everything on one key, after a replug (see `UserInteraction.replugNeeded`) and a touch. */
  reset(context: KeyContext & { readonly devicePath: string }): Promise<KeyCareResult<null>>;
}

/** Tries while a key is busy, when it is only described. */
const describingRetries = 2;

export function createKeyCare(options: {
  readonly port: HidPort;
  readonly timing?: HidTiming;
  readonly waits?: ClientWaits;
}): KeyCare {
  const { port, timing = standardTiming, waits = standardWaits } = options;

  function withKey<T>(
    context: KeyContext,
    use: (session: KeySession) => Promise<FidoResult<T>>,
  ): Promise<FidoResult<T>> {
    return withSelectedKey(port, timing, waits, context, use);
  }

  function managing<T>(
    context: KeyContext,
    use: (session: KeySession, person: VerifiedPerson) => Promise<FidoResult<T>>,
  ): Promise<FidoResult<T>> {
    return withKey(context, async (session) => {
      if (credentialManagementCommand(session.info) === null)
        return fail('key/not-supported', 'the key does not let its credentials be managed');
      const scope = { permissions: tokenPermission.credentialManagement, rpId: null };
      return withVerifiedPerson(session, scope, context, waits, (person) => use(session, person));
    });
  }

  function configuring(
    option: string,
    context: KeyContext,
    use: (session: KeySession, token: PinUvAuthToken | null) => Promise<FidoResult<null>>,
  ): Promise<FidoResult<null>> {
    return withKey(context, async (session) => {
      const { options: supported } = session.info;
      if (supported.get('authnrCfg') !== true || !supported.has(option))
        return fail('key/not-supported', 'the key has no such setting');
      const isProtected = supported.get('clientPin') === true || supported.get('uv') === true;
      if (!isProtected) return use(session, null);
      const scope = { permissions: tokenPermission.configuration, rpId: null };
      return withVerifiedPerson(session, scope, context, waits, ({ verification }) =>
        use(session, verification.kind === 'token' ? verification.token : null),
      );
    });
  }

  return {
    async describeKeys(signal) {
      const devices = await port.list();
      if (!devices.ok) return devices;
      const quick = { ...timing, busyRetries: describingRetries };
      return succeed(
        await Promise.all(devices.value.map((device) => describeKey(port, device, quick, signal))),
      );
    },
    setPin: (pin, context) => withKey(context, (session) => setFirstPin(session, pin, context.signal)),
    changePin: (change, context) =>
      withKey(context, (session) => changePresentPin(session, change, context.signal)),
    listCredentials: (rpId, context) =>
      managing(context, (session, person) => credentialsOf(session, person, rpId, context.signal)),
    deleteCredential: (target, context) =>
      managing(context, (session, person) => deleteCredentialOf(session, person, target, context.signal)),
    renameCredential: (target, names, context) =>
      managing(context, (session, person) =>
        renameCredentialOf(session, person, target, names, context.signal),
      ),
    setAlwaysVerify: (wanted, context) =>
      configuring('alwaysUv', context, async ({ authenticator, info }, token) =>
        info.options.get('alwaysUv') === wanted
          ? succeed(null)
          : toggleAlwaysUv(authenticator, token, context.signal),
      ),
    raiseMinimumPinLength: (length, context) =>
      configuring('setMinPINLength', context, ({ authenticator }, token) =>
        setMinimumPinLength(authenticator, token, { length }, context.signal),
      ),
    async reset(context) {
      try {
        return await resetKey(port, timing, waits, context);
      } finally {
        context.interaction.done();
      }
    },
  };
}
