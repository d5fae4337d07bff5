import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { verifyOperatorAssertion } from '../../../main/exchange/operator-assertion.ts';
import { verifyUsualAssertion } from '../../../main/exchange/usual-assertion.ts';
import { webAuthnLibrary } from '../../../main/exchange/webauthn-library.ts';
import type { OperatorAssertion } from '../../../preload/contract/models/staff.ts';
import { createWebAuthnSigner } from '../../rigs/webauthn-signer.ts';

const rpId = 'madoguchi.example.ac.jp';
const challenge = randomBytes(32).toString('base64url');
const signer = createWebAuthnSigner();
const usual = (assertion: OperatorAssertion) =>
  verifyUsualAssertion({ assertion, challenge, rpId, publicKey: signer.credential.publicKey });

/** What the library alone says. */
async function byLibrary(assertion: OperatorAssertion): Promise<boolean> {
  const { verifyAuthenticationResponse } = await webAuthnLibrary();
  const { userHandle: _, ...response } = assertion.response;
  try {
    const { verified } = await verifyAuthenticationResponse({
      response: {
        id: assertion.id,
        rawId: assertion.rawId,
        type: 'public-key',
        clientExtensionResults: {},
        response,
      },
      expectedChallenge: challenge,
      expectedOrigin: `https://${rpId}`,
      expectedRPID: rpId,
      requireUserVerification: true,
      credential: {
        id: signer.credential.id,
        publicKey: new Uint8Array(Buffer.from(signer.credential.publicKey, 'base64url')),
        counter: 0,
      },
    });
    return verified;
  } catch {
    return false;
  }
}

it('accepts the usual assertion with its counter, as the library does (I1)', async () => {
  const assertion = signer.assert({ challenge, rpId, counter: 41 });
  expect(await usual(assertion)).toBe(41);
  expect(await byLibrary(assertion)).toBe(true);
});

it('accepts nothing that the library refuses, whichever byte is changed (I1)', async () => {
  const good = signer.assert({ challenge, rpId });
  for (const part of ['clientDataJSON', 'authenticatorData', 'signature'] as const) {
    const bytes = Buffer.from(good.response[part], 'base64url');
    for (let place = 0; place < bytes.length; place += 1) {
      const changed = Buffer.from(bytes);
      changed[place]! ^= 1 << (place % 8);
      const response = { ...good.response, [part]: changed.toString('base64url') };
      expect(await usual({ ...good, response })).toBeNull();
    }
  }
});

it('leaves to the library what is unusual, which then decides as before', async () => {
  const wishes = [
    { backupEligible: true },
    { userVerified: false },
    { userPresent: false },
    { origin: 'https://evil.example' },
    { type: 'webauthn.create' },
    { rpId: 'elsewhere.example.ac.jp' },
    { challenge: randomBytes(32).toString('base64url') },
  ];
  for (const wish of wishes) {
    const assertion = signer.assert({ challenge, rpId, ...wish });
    expect(await usual(assertion)).toBeNull();
    const verified = await verifyOperatorAssertion({
      assertion,
      challenge,
      rpId,
      credential: signer.credential,
    });
    expect(verified.ok).toBe(await byLibrary(assertion));
  }
});
