import {
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { describe, expect, it } from 'vitest';
import type { FidoClient } from '../../../native/client/fido-client.ts';
import type { RegistrationResponseJSON } from '../../../native/client/webauthn-json.ts';
import { clientOn, origin, person, rightPin, rpId, softKeys } from './soft-key-bench.ts';

async function registrationOptions(
  overrides: Partial<Parameters<typeof generateRegistrationOptions>[0]> = {},
) {
  return generateRegistrationOptions({
    rpName: 'Madoguchi',
    rpID: rpId,
    userName: 'operator-1',
    userID: new TextEncoder().encode('operator-1'),
    supportedAlgorithmIDs: [-8, -7, -257],
    ...overrides,
  });
}

async function registered(client: FidoClient, options = registrationOptions()) {
  const asked = await options;
  const response = await client.makeCredential(asked, { origin, interaction: person() });
  if (!response.ok) throw new Error(response.error.code);
  const verification = await verifyRegistrationResponse({
    response: response.value,
    expectedChallenge: asked.challenge,
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: true,
  });
  if (!verification.verified) throw new Error('not verified');
  return { response: response.value, info: verification.registrationInfo };
}

function descriptorOf(response: RegistrationResponseJSON) {
  return { id: response.id, transports: response.response.transports as AuthenticatorTransport[] };
}

describe.each(['ctap2.0', 'ctap2.1'] as const)(
  'registering and signing with a key of %s (I1)',
  (generation) => {
    it('verifies with the server library, user verification included', async () => {
      const client = clientOn(softKeys([{ id: 'a', initialPin: rightPin, generation }]));
      const { response, info } = await registered(client);
      expect(info.userVerified).toBe(true);
      expect(info.fmt).toBe('none');
      expect(response.authenticatorAttachment).toBe('cross-platform');

      const asked = await generateAuthenticationOptions({
        rpID: rpId,
        userVerification: 'required',
        allowCredentials: [descriptorOf(response)],
      });
      const told = person();
      const assertion = await client.getAssertion(asked, { origin, interaction: told });
      if (!assertion.ok) throw new Error(assertion.error.code);
      expect(told.told).toEqual(['pin', 'touch a', 'done']);
      expect(told.pinRequests).toEqual([{ retriesLeft: 8, minimumLength: 4, wrong: false }]);
      const verification = await verifyAuthenticationResponse({
        response: assertion.value,
        expectedChallenge: asked.challenge,
        expectedOrigin: origin,
        expectedRPID: rpId,
        credential: info.credential,
        requireUserVerification: true,
      });
      expect(verification).toMatchObject({
        verified: true,
        authenticationInfo: { userVerified: true, newCounter: 2 },
      });
    });
  },
);

describe('registering', () => {
  it.each([-7, -8])('signs with algorithm %i and verifies packed self attestation', async (algorithm) => {
    const client = clientOn(softKeys([{ id: 'a', initialPin: rightPin }]));
    const options = registrationOptions({ attestationType: 'direct', supportedAlgorithmIDs: [algorithm] });
    const { response, info } = await registered(client, options);
    expect(info.fmt).toBe('packed');
    expect(response.response.publicKeyAlgorithm).toBe(algorithm);
  });

  it('verifies the person even where the caller would do without', async () => {
    const client = clientOn(softKeys([{ id: 'a', initialPin: rightPin }]));
    const { info } = await registered(
      client,
      registrationOptions({ authenticatorSelection: { userVerification: 'discouraged' } }),
    );
    expect(info.userVerified).toBe(true);
  });

  it('refuses a key that holds an excluded credential, also in a list too long for one request', async () => {
    for (const generation of ['ctap2.0', 'ctap2.1'] as const) {
      const client = clientOn(softKeys([{ id: 'a', initialPin: rightPin, generation }]));
      const { response } = await registered(client);
      const strangers = Array.from({ length: 9 }, (_, index) => ({
        id: Buffer.alloc(32, index).toString('base64url'),
      }));
      const asked = await registrationOptions({ excludeCredentials: [...strangers, descriptorOf(response)] });
      const again = await client.makeCredential(asked, { origin, interaction: person() });
      expect(again).toMatchObject({ ok: false, error: { code: 'key/already-registered' } });
    }
  });

  it('refuses algorithms that the key does not have', async () => {
    const client = clientOn(softKeys([{ id: 'a', initialPin: rightPin }]));
    const asked = await registrationOptions({ supportedAlgorithmIDs: [-257] });
    const made = await client.makeCredential(asked, { origin, interaction: person() });
    expect(made).toMatchObject({ ok: false, error: { code: 'key/not-supported' } });
  });
});

describe('signing', () => {
  it('finds the credential in a list too long for one request', async () => {
    for (const generation of ['ctap2.0', 'ctap2.1'] as const) {
      const client = clientOn(softKeys([{ id: 'a', initialPin: rightPin, generation }]));
      const { response } = await registered(client);
      const strangers = Array.from({ length: 20 }, (_, index) => ({
        id: Buffer.alloc(64, index).toString('base64url'),
      }));
      const asked = await generateAuthenticationOptions({
        rpID: rpId,
        allowCredentials: [...strangers, descriptorOf(response)],
      });
      const assertion = await client.getAssertion(asked, { origin, interaction: person() });
      expect(assertion).toMatchObject({ ok: true, value: { id: response.id } });
    }
  });

  it('answers no-credential for credentials of others, and never with an account that was not asked', async () => {
    const client = clientOn(softKeys([{ id: 'a', initialPin: rightPin }]));
    await registered(client, registrationOptions({ authenticatorSelection: { residentKey: 'required' } }));
    for (const length of [32, 200]) {
      const asked = await generateAuthenticationOptions({
        rpID: rpId,
        allowCredentials: [{ id: Buffer.alloc(length, 1).toString('base64url') }],
      });
      const assertion = await client.getAssertion(asked, { origin, interaction: person() });
      expect(assertion).toMatchObject({ ok: false, error: { code: 'key/no-credential' } });
    }
  });

  it('signs without a list with the newest account that the key stores, and names it', async () => {
    const client = clientOn(softKeys([{ id: 'a', initialPin: rightPin }]));
    const stored = { authenticatorSelection: { residentKey: 'required' } } as const;
    for (const userName of ['one', 'two'])
      await registered(
        client,
        registrationOptions({ ...stored, userName, userID: new TextEncoder().encode(userName) }),
      );
    const asked = await generateAuthenticationOptions({ rpID: rpId });
    const assertion = await client.getAssertion(asked, { origin, interaction: person() });
    const handle = Buffer.from('two').toString('base64url');
    expect(assertion).toMatchObject({ ok: true, value: { response: { userHandle: handle } } });
  });

  it.each([
    ['an origin that is not https', { origin: 'http://madoguchi.example.ac.jp' }, {}],
    ['an origin with a path', { origin: `${origin}/` }, {}],
    ['an RP id of somebody else', { origin }, { rpId: 'example.com' }],
    ['an RP id that only looks like a parent', { origin }, { rpId: 'adoguchi.example.ac.jp' }],
    ['a top-level domain as RP id', { origin }, { rpId: 'jp' }],
    ['an address as origin', { origin: 'https://192.0.2.1' }, { rpId: '192.0.2.1' }],
    ['a challenge that is not base64url', { origin }, { challenge: 'a+b/' }],
    ['an empty challenge', { origin }, { challenge: '' }],
  ])('refuses %s before any key is asked', async (_name, context, overrides) => {
    const interaction = person();
    const client = clientOn(softKeys([{ id: 'a', initialPin: rightPin }]));
    const options = { challenge: 'AAAA', rpId, ...overrides };
    const assertion = await client.getAssertion(options, { ...context, interaction });
    expect(assertion).toMatchObject({ ok: false, error: { code: 'key/bad-request' } });
    expect(interaction.told).toEqual([]);
  });
});
