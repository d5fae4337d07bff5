import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verifyOperatorAssertion } from '../../../main/exchange/operator-assertion.ts';
import { ok, refuse } from '../../../preload/contract/errors.ts';
import type { OperatorAssertion } from '../../../preload/contract/models/staff.ts';
import { type AssertionWish, createWebAuthnSigner } from '../../rigs/webauthn-signer.ts';

const rpId = 'madoguchi.example.ac.jp';
const challenge = 'q'.repeat(42).concat('Q');
const signer = createWebAuthnSigner();
const { credential } = signer;
const refused = refuse('hub/assertion-refused');

function assertion(wish: Partial<AssertionWish> = {}): OperatorAssertion {
  return signer.assert({ challenge, rpId, ...wish });
}

function verify(given: OperatorAssertion, by = credential) {
  return verifyOperatorAssertion({ assertion: given, challenge, rpId, credential: by });
}

test('a true assertion passes and tells its counter', async () => {
  const first = await verify(assertion());
  const second = await verify(assertion());
  expect(first.ok && second.ok && second.value.counter - first.value.counter).toBe(1);
  const counterless = await verify({ ...assertion(), clientExtensionResults: { credProps: { rk: true } } });
  expect(counterless.ok).toBe(true);
});

describe('WebAuthn Level 3 §7.2: refused is (I1)', () => {
  test.each<readonly [string, Partial<AssertionWish>]>([
    ['another challenge', { challenge: 'r'.repeat(42).concat('Q') }],
    ['an empty challenge', { challenge: '' }],
    ['another origin', { origin: 'https://evil.example' }],
    ['an origin with a port', { origin: `https://${rpId}:8443` }],
    ['an origin in the clear', { origin: `http://${rpId}` }],
    ['an origin below ours', { origin: `https://x.${rpId}` }],
    ['another relying party', { rpId: 'example.ac.jp', origin: `https://${rpId}` }],
    ['a registration in place of an assertion', { type: 'webauthn.create' }],
    ['no user verification', { userVerified: false }],
    ['no presence', { userPresent: false }],
  ])('%s', async (_, wish) => {
    expect(await verify(assertion(wish))).toEqual(refused);
  });

  test('another credential under its own name', async () => {
    const other = createWebAuthnSigner();
    expect(await verify(other.assert({ challenge, rpId }))).toEqual(refused);
  });

  test('another credential under our name', async () => {
    const other = createWebAuthnSigner().assert({ challenge, rpId });
    expect(await verify({ ...other, id: credential.id, rawId: credential.id })).toEqual(refused);
  });

  test('two names that do not agree', async () => {
    expect(await verify({ ...assertion(), rawId: 'AAAA' })).toEqual(refused);
    expect(await verify({ ...assertion(), id: 'AAAA' })).toEqual(refused);
  });

  test('every bit of authenticator data, client data or signature turned over', async () => {
    const true_ = assertion();
    for (const part of ['authenticatorData', 'clientDataJSON', 'signature'] as const) {
      const bytes = Buffer.from(true_.response[part], 'base64url');
      for (let index = 0; index < bytes.length; index += 1) {
        const changed = Buffer.from(bytes);
        changed.writeUInt8((changed[index] ?? 0) ^ (1 << (index % 8)), index);
        const response = { ...true_.response, [part]: changed.toString('base64url') };
        expect(await verify({ ...true_, response }), `${part} ${index}`).toEqual(refused);
      }
    }
  });

  test('a signature cut short, or an empty one', async () => {
    const one = assertion();
    for (const signature of ['', one.response.signature.slice(0, -4)]) {
      expect(await verify({ ...one, response: { ...one.response, signature } })).toEqual(refused);
    }
  });
});

test('a registered key that is none is refused, not thrown over', async () => {
  for (const publicKey of ['', 'AAAA', 'oA', credential.publicKey.slice(0, -8), 'é']) {
    expect(await verify(assertion(), { ...credential, publicKey })).toEqual(refused);
  }
});

test('junk is refused and never thrown over', async () => {
  const junk = fc.oneof(
    fc.string(),
    fc.base64String(),
    fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64url')),
  );
  const clientData = fc.oneof(
    junk,
    fc.json().map((text) => Buffer.from(text).toString('base64url')),
  );
  await fc.assert(
    fc.asyncProperty(
      clientData,
      junk,
      junk,
      fc.option(junk),
      async (clientDataJSON, authenticatorData, signature, userHandle) => {
        const response = { clientDataJSON, authenticatorData, signature };
        const given: OperatorAssertion = {
          id: credential.id,
          rawId: credential.id,
          type: 'public-key',
          response: userHandle === null ? response : { ...response, userHandle },
          clientExtensionResults: {},
        };
        expect(await verify(given)).toEqual(refused);
      },
    ),
  );
});

test('extensions that an assertion claims are not believed, nor looked at', async () => {
  const polluted = JSON.parse('{"__proto__":{"polluted":true},"appid":true}');
  expect(await verify({ ...assertion(), clientExtensionResults: polluted })).toEqual(
    ok({ counter: expect.any(Number) }),
  );
});
