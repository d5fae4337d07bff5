import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KeyGuest, startKeyGuest } from '../rigs/vm/key-guest.ts';
import { isAvailable } from '../rigs/vm/prepare-guest.ts';
import { type Libfido2, libfido2In } from './libfido2-tools.ts';
import {
  acceptedCounter,
  creationOptions,
  digestOf,
  newChallenge,
  origin,
  registeredCredential,
  requestFor,
  rpId,
  sampleCommand,
} from './relying-party.ts';

const firstPin = 'まどぐち2468';
const pin = '97531';
const person = { origin, pin };

describe.skipIf(!isAvailable().available)('libfido2 as another client of the same key', () => {
  let guest: KeyGuest;
  let tools: Libfido2;
  let device = '';

  beforeAll(async () => {
    guest = await startKeyGuest(300);
    tools = libfido2In(guest);
    device = await guest.ask('plugIn', { id: 'a' });
  });
  afterAll(() => guest?.stop());

  async function registerOurs(
    user: string,
    alg: number,
    authenticatorSelection?: { readonly residentKey: string },
  ) {
    const options = creationOptions(user, {
      pubKeyCredParams: [{ type: 'public-key', alg }],
      ...(authenticatorSelection === undefined ? {} : { authenticatorSelection }),
    });
    const { result } = await guest.ask('register', { ...person, options });
    if (!result.ok) throw new Error(result.error.code);
    const credential = await registeredCredential(result.value, options.challenge);
    return { credential, response: result.value };
  }

  it('finds the key and reads what it is', async () => {
    const found = await tools.token(['-L']);
    expect(found.output).toContain(`${device}: vendor=0x1209`);
    const { output } = await tools.token(['-I', device]);
    expect(output).toContain('FIDO_2_1');
    expect(output).toContain('noclientPin');
    expect(output).toContain('pin protocols: 2, 1');
  });

  it('sets a PIN, changes it, and is told of a wrong one', async () => {
    const set = await tools.token(
      ['-S', device],
      [
        ['Enter new PIN', firstPin],
        ['again', firstPin],
      ],
    );
    expect(set).toMatchObject({ status: 0 });
    const wrong = await tools.token(
      ['-C', device],
      [
        ['current PIN', 'wrong'],
        ['new PIN', pin],
        ['again', pin],
      ],
    );
    expect(wrong).toMatchObject({ status: 1, output: expect.stringContaining('FIDO_ERR_PIN_INVALID') });
    const afterWrong = await tools.token(['-I', device]);
    expect(afterWrong.output).toContain('pin retries: 7');
    const changed = await tools.token(
      ['-C', device],
      [
        ['current PIN', firstPin],
        ['new PIN', pin],
        ['again', pin],
      ],
    );
    expect(changed).toMatchObject({ status: 0 });
    const after = await tools.token(['-I', device]);
    expect(after.output).toContain('pin retries: 8');
    expect(after.output).toMatch(/options:.* clientPin/);
  });

  describe.each(['es256', 'eddsa'] as const)('with %s', (type) => {
    it('makes and uses a credential, which our client then signs a command with (I1)', async () => {
      const made = await tools.makeCredential({ device, user: `tool-${type}`, type, pin });
      expect(await tools.verifyCredential(made.response, type)).toMatchObject({ status: 0 });
      const credential = await registeredCredential(made.response, made.challenge);

      const theirs = await tools.getAssertion({ device, credential, pin });
      expect(await tools.verifyAssertion(theirs.assertion, credential)).toMatchObject({ status: 0 });
      const theirCounter = await acceptedCounter(theirs.assertion, theirs.challenge, credential);

      const digest = digestOf(sampleCommand());
      const ours = await guest.ask('authenticate', { ...person, options: requestFor(credential, digest) });
      if (!ours.result.ok) throw new Error(ours.result.error.code);
      expect(await tools.verifyAssertion(ours.result.value, credential)).toMatchObject({ status: 0 });
      expect(await acceptedCounter(ours.result.value, digest, credential)).toBeGreaterThan(theirCounter ?? 0);
    });

    it('signs with a credential that our client made', async () => {
      const { credential, response } = await registerOurs(`ours-${type}`, type === 'es256' ? -7 : -8);
      expect(await tools.verifyCredential(response, type)).toMatchObject({ status: 0 });
      const theirs = await tools.getAssertion({ device, credential, pin });
      expect(await tools.verifyAssertion(theirs.assertion, credential)).toMatchObject({ status: 0 });
      expect(await acceptedCounter(theirs.assertion, theirs.challenge, credential)).toBeGreaterThan(0);
    });
  });

  it('refuses what another credential signed', async () => {
    const one = await registerOurs('one', -7);
    const other = await registerOurs('other', -7);
    const { assertion, challenge } = await tools.getAssertion({ device, credential: one.credential, pin });
    const swapped = { ...other.credential, id: one.credential.id };
    expect(await tools.verifyAssertion(assertion, swapped)).toMatchObject({ status: 1 });
    expect(await acceptedCounter(assertion, challenge, swapped)).toBeNull();
  });

  it('gets nothing from the key with a wrong PIN or for a credential that it does not hold', async () => {
    const { credential } = await registerOurs('held', -7);
    await expect(tools.getAssertion({ device, credential, pin: 'wrong' })).rejects.toThrow(
      'FIDO_ERR_PIN_INVALID',
    );
    const unknown = { ...credential, id: newChallenge() };
    await expect(tools.getAssertion({ device, credential: unknown, pin })).rejects.toThrow(
      'FIDO_ERR_NO_CREDENTIALS',
    );
  });

  it('gets a signature without a PIN, which the product refuses (I1)', async () => {
    const { credential } = await registerOurs('unverified', -7);
    const wish = { device, credential, asksVerification: false, pin };
    const { assertion, challenge } = await tools.getAssertion(wish);
    expect(await acceptedCounter(assertion, challenge, credential)).toBeNull();
  });

  it('is refused that signature for a credential that it had protected', async () => {
    const made = await tools.makeCredential({ device, user: 'protected', protection: 3, pin });
    expect(await tools.verifyCredential(made.response, 'es256', 3)).toMatchObject({ status: 0 });
    expect(await tools.verifyCredential(made.response, 'es256', 2)).toMatchObject({ status: 1 });
    const credential = await registeredCredential(made.response, made.challenge);
    await expect(tools.getAssertion({ device, credential, asksVerification: false, pin })).rejects.toThrow(
      'FIDO_ERR_NO_CREDENTIALS',
    );
  });

  it('finds by itself the credential that our client stored on the key, and ours finds its', async () => {
    await guest.ask('pullOut', { id: 'a' });
    const second = await guest.ask('plugIn', { id: 'b', initialPin: pin });
    const made = await tools.makeCredential({ device: second, user: 'stored', resident: true, pin });
    const credential = await registeredCredential(made.response, made.challenge);
    const challenge = newChallenge();
    const ours = await guest.ask('authenticate', { ...person, options: { challenge, rpId } });
    if (!ours.result.ok) throw new Error(ours.result.error.code);
    expect(ours.result.value).toMatchObject({
      id: credential.id,
      response: { userHandle: Buffer.from('stored').toString('base64url') },
    });
    const { credential: replaced } = await registerOurs('stored', -7, { residentKey: 'required' });
    const theirs = await tools.getAssertion({ device: second, credential: replaced, resident: true, pin });
    expect(await acceptedCounter(theirs.assertion, theirs.challenge, replaced)).toBeGreaterThan(0);
    await guest.ask('pullOut', { id: 'b' });
  });

  it.each(['ctap2.0', 'ctap2.1-preview', 'ctap2.2'] as const)('shares a key of %s', async (generation) => {
    const id = `key of ${generation}`;
    const path = await guest.ask('plugIn', { id, initialPin: pin, generation });
    const asksVerification = generation === 'ctap2.2';
    const made = await tools.makeCredential({ device: path, user: 'tool', asksVerification, pin });
    const theirs = await registeredCredential(made.response, made.challenge);
    const challenge = newChallenge();
    const options = requestFor(theirs, challenge);
    const ours = await guest.ask('authenticate', { ...person, devicePath: path, options });
    if (!ours.result.ok) throw new Error(ours.result.error.code);
    expect(await acceptedCounter(ours.result.value, challenge, theirs)).toBeGreaterThan(0);
    await guest.ask('pullOut', { id });
  });
});
