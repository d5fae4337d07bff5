import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import type { CDPSession, Page } from 'playwright';
import { encodeCbor } from '../../native/ctap/canonical-cbor.ts';

/** An authenticator of the browser's own, as the system's dialog would reach it; it verifies the person at once. */
export interface VirtualAuthenticator {
  /** Registers a credential by the page's own WebAuthn, as an enrolment does. */
  register(wish: RegistrationWish): Promise<PageRegistration>;
  /**
   * Gives it a credential of an algorithm that Chromium's virtual authenticators sign with but never make themselves, and
   * returns what a registry keeps of it.
   */
  hold(wish: {
    readonly rpId: string;
    readonly userName: string;
    readonly algorithm: 'RS256' | 'EdDSA';
  }): Promise<{ readonly id: string; readonly publicKey: string }>;
  /**
   * Plugs it in or out; what it holds stays. Only one is to be plugged in while something is asked for: one that holds none
   * of the credentials that are asked for ends the whole request at once (Chromium has it make a credential for show, to
   * wait for a touch, and a virtual one that verifies the person refuses that without waiting).
   */
  plug(into: boolean): Promise<void>;
  /** As a copy of the key would: its counter starts again below. */
  rewindCounter(credentialId: string, to: number): Promise<void>;
}

export interface RegistrationWish {
  readonly rpId: string;
  /** base64url */
  readonly challenge: string;
  readonly userName: string;
  readonly algorithms: readonly number[];
}

/** A registration in WebAuthn JSON, as far as the registry reads it, and how it calls itself. */
export interface PageRegistration {
  readonly id: string;
  readonly rawId: string;
  readonly type: 'public-key';
  readonly attachment: string | null;
  readonly algorithm: number;
  readonly response: { readonly clientDataJSON: string; readonly attestationObject: string };
}

/** Opens the browser's authenticators for a page. `internal` is like Windows Hello, `usb` like a security key. */
export async function openAuthenticators(
  page: Page,
): Promise<{ add(transport: 'internal' | 'usb'): Promise<VirtualAuthenticator> }> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable', { enableUI: false });
  return { add: (transport) => addAuthenticator(page, session, transport) };
}

async function addAuthenticator(
  page: Page,
  session: CDPSession,
  transport: 'internal' | 'usb',
): Promise<VirtualAuthenticator> {
  type Held = Awaited<ReturnType<typeof session.send<'WebAuthn.getCredentials'>>>['credentials'];
  const plugIn = async () => {
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport,
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return authenticatorId;
  };
  let plugged: string | null = await plugIn();
  let held: Held = [];
  const authenticator = () => {
    if (plugged === null) throw new Error('the authenticator is not plugged in');
    return plugged;
  };
  return {
    register: (wish) => page.evaluate(createInPage, { ...wish, transport }),
    async hold({ rpId, userName, algorithm }) {
      const { privateKey, publicKey } =
        algorithm === 'RS256'
          ? generateKeyPairSync('rsa', { modulusLength: 2048 })
          : generateKeyPairSync('ed25519');
      const id = randomBytes(32);
      await session.send('WebAuthn.addCredential', {
        authenticatorId: authenticator(),
        credential: {
          credentialId: id.toString('base64'),
          isResidentCredential: true,
          rpId,
          userHandle: Buffer.from(userName).toString('base64'),
          signCount: 1,
          privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
        },
      });
      return { id: id.toString('base64url'), publicKey: coseKey(publicKey).toString('base64url') };
    },
    async plug(into) {
      if (into === (plugged !== null)) return;
      if (into) {
        const authenticatorId = await plugIn();
        for (const credential of held) {
          await session.send('WebAuthn.addCredential', { authenticatorId, credential });
        }
        plugged = authenticatorId;
        return;
      }
      const authenticatorId = authenticator();
      held = (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
      await session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
      plugged = null;
    },
    async rewindCounter(credentialId, to) {
      const authenticatorId = authenticator();
      const { credentials } = await session.send('WebAuthn.getCredentials', { authenticatorId });
      const credential = credentials.find((one) => base64url(one.credentialId) === credentialId);
      if (credential === undefined) throw new Error('the authenticator does not hold this credential');
      await session.send('WebAuthn.removeCredential', {
        authenticatorId,
        credentialId: credential.credentialId,
      });
      await session.send('WebAuthn.addCredential', {
        authenticatorId,
        credential: { ...credential, signCount: to },
      });
    },
  };
}

/** COSE_Key (RFC 9053 §7.2 and RFC 8230 §4), the labels in canonical order. */
function coseKey(publicKey: KeyObject): Buffer {
  const jwk = publicKey.export({ format: 'jwk' });
  const bytes = (text: string | undefined) => new Uint8Array(Buffer.from(text ?? '', 'base64url'));
  const members: [number, number | Uint8Array][] =
    jwk.kty === 'RSA'
      ? [
          [1, 3],
          [3, -257],
          [-1, bytes(jwk.n)],
          [-2, bytes(jwk.e)],
        ]
      : [
          [1, 1],
          [3, -8],
          [-1, 6],
          [-2, bytes(jwk.x)],
        ];
  return Buffer.from(encodeCbor(new Map(members)));
}

function base64url(base64: string): string {
  return Buffer.from(base64, 'base64').toString('base64url');
}

/** Runs in the page. */
async function createInPage(
  wish: RegistrationWish & { readonly transport: 'internal' | 'usb' },
): Promise<PageRegistration> {
  const bytes = (text: string) =>
    Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
  const text = (buffer: ArrayBuffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '');
  const created = await navigator.credentials.create({
    publicKey: {
      rp: { id: wish.rpId, name: 'Madoguchi' },
      user: { id: new TextEncoder().encode(wish.userName), name: wish.userName, displayName: wish.userName },
      challenge: bytes(wish.challenge),
      pubKeyCredParams: wish.algorithms.map((alg) => ({ alg, type: 'public-key' })),
      authenticatorSelection: {
        authenticatorAttachment: wish.transport === 'internal' ? 'platform' : 'cross-platform',
        residentKey: 'required',
        userVerification: 'required',
      },
    },
  });
  const credential = created as PublicKeyCredential;
  const response = credential.response as AuthenticatorAttestationResponse;
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: 'public-key',
    attachment: credential.authenticatorAttachment,
    algorithm: response.getPublicKeyAlgorithm(),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
    },
  };
}

/** Has the page sign with one credential over any challenge, past the window's own code. */
export function assertFromPage(
  page: Page,
  wish: { readonly rpId: string; readonly id: string; readonly challenge: string },
) {
  return page.evaluate(async ({ rpId, id, challenge }) => {
    const bytes = (text: string) =>
      Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
    const text = (buffer: ArrayBuffer) =>
      btoa(String.fromCharCode(...new Uint8Array(buffer)))
        .replaceAll('+', '-')
        .replaceAll('/', '_')
        .replaceAll('=', '');
    const got = (await navigator.credentials.get({
      publicKey: {
        challenge: bytes(challenge),
        rpId,
        userVerification: 'required',
        allowCredentials: [{ id: bytes(id), type: 'public-key' }],
      },
    })) as PublicKeyCredential;
    const response = got.response as AuthenticatorAssertionResponse;
    return {
      id: got.id,
      rawId: text(got.rawId),
      type: 'public-key',
      clientExtensionResults: {},
      authenticatorAttachment: got.authenticatorAttachment ?? undefined,
      response: {
        clientDataJSON: text(response.clientDataJSON),
        authenticatorData: text(response.authenticatorData),
        signature: text(response.signature),
      },
    };
  }, wish);
}
